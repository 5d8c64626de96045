// The manifest as cf sends it on a push: aliases and merges applied, variables replaced, the applications alone.
import type { SentManifest } from '../base/protocol';
import { dataOf } from '../yaml/json';
import { asMapping, effectivePairs, lookup } from '../yaml/tree';
import type { Tree, YamlNode } from '../yaml/tree';
import type { Variables } from './variables';

/** `missing`: names of variables without a value, in the order of the text; cf refuses the manifest for each of them. */
export function sentManifest(tree: Tree, variables: Variables): SentManifest {
  const missing = new Set<string>();
  const written = (text: string): string => {
    const { text: final, missing: without } = variables.interpolate(text);
    without.forEach((name) => missing.add(name));
    return final;
  };
  const sent = (node: YamlNode): unknown => {
    const final = variables.replace(node);
    if (final?.kind === 'mapping')
      return Object.fromEntries(
        [...effectivePairs(final)].map(([key, { value }]) => [written(key), sent(value)] as const),
      );
    if (final?.kind === 'sequence') return final.items.map(sent);
    const value = dataOf(final);
    return typeof value === 'string' ? written(value) : value;
  };
  const root = asMapping(tree.root);
  const kept = ['version', 'applications'].flatMap((key) => {
    const pair = root && lookup(root, key);
    return pair ? [[key, sent(pair.value)] as const] : [];
  });
  return { manifest: Object.fromEntries(kept), missing: [...missing] };
}
