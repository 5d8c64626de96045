import {
  asMapping,
  effectivePairs,
  isMergeKey,
  isQuotedMerge,
  keyText,
  lookup,
  mergedMappings,
  resolve,
} from '../../yaml/tree';
import type { Mapping, Pair, YamlNode } from '../../yaml/tree';
import { listed } from '../../base/words';
import { manifestsPage } from '../../checks/pages';
import type { Finding } from '../../checks/rule';
import type { CloudFoundryRule } from '../context';

/** cf applies `<<` where it stands: it overwrites keys written above it. YAML says otherwise, so nobody expects it. */
export const mergeOrder: CloudFoundryRule = {
  id: 'merge-order',
  severity: 'warning',
  docs: `${manifestsPage}#yaml-anchors`,
  check({ tree }, report) {
    if (!tree.text.includes('<<')) return;
    for (const mapping of mappingsOf(tree.root)) {
      const byKey = new Map<string, Pair[]>();
      for (const pair of mapping.pairs) {
        if (!isMergeKey(pair)) {
          const key = keyText(pair) ?? '';
          const same = byKey.get(key);
          if (same) same.push(pair);
          else byKey.set(key, [pair]);
          continue;
        }
        if (isQuotedMerge(pair)) continue;
        if (!canMerge(pair.value)) report(noMerge(pair));
        const lost = takeKeys(byKey, mergedMappings(pair));
        if (lost.length) for (const finding of overwritten(pair, lost)) report(finding);
      }
    }
    for (const pair of quotedMerges(tree.root)) if (!canMergeLater(pair.value)) report(noMerge(pair));
  },
};

/** Those with a key that one of some mappings has as well; what is lost once cannot be lost again. */
function takeKeys(byKey: Map<string, Pair[]>, merged: Mapping[]): Pair[] {
  const lost: Pair[] = [];
  for (const pairs of merged.map(effectivePairs)) {
    const keys = pairs.size < byKey.size ? pairs.keys() : [...byKey.keys()];
    for (const key of keys) {
      if (pairs.has(key)) lost.push(...(byKey.get(key) ?? []));
      if (pairs.has(key)) byKey.delete(key);
    }
  }
  return lost.sort((a, b) => a.key.start - b.key.start);
}

function* overwritten(merge: Pair, lost: Pair[]): Iterable<Finding> {
  const data = { fix: 'mergeFirst', at: merge.key.start } as const;
  for (const pair of lost) {
    yield {
      at: pair.key,
      message: `This \`${keyText(pair)}\` is overwritten by the \`<<\` below: cf merges in the order of the file. Move \`<<\` above it.`,
      tag: 'unnecessary',
      data,
      related: [{ start: merge.key.start, end: merge.value.end, message: 'The merge that overwrites it.' }],
    };
  }
  yield {
    at: { start: merge.key.start, end: merge.value.end },
    severity: 'information',
    message: `This merge overwrites ${listed(
      lost.flatMap((pair) => keyText(pair) ?? []),
      'and',
    )} above it. Move \`<<\` to the top of the mapping.`,
    data,
  };
}

const isMapping = (node: YamlNode): boolean => ['mapping', undefined].includes(resolve(node)?.kind);

/** An alias of a list will not do, nor a variable: cf merges before it puts values in. */
const canMerge = (value: YamlNode): boolean =>
  value.kind === 'sequence' ? value.items.every(isMapping) : isMapping(value);

/** cf takes `"<<"` for a key, writes it without quotes, and merges when it reads what it has written. */
function canMergeLater(value: YamlNode): boolean {
  const node = resolve(value);
  return node?.kind === 'scalar' ? node.text.includes('((') : canMerge(node ?? value);
}

/** Those that cf comes to read a second time: at the top and below `applications`. */
function* quotedMerges(root: YamlNode | undefined): Iterable<Pair> {
  const top = asMapping(root)?.pairs ?? [];
  yield* top.filter((pair) => isQuotedMerge(pair));
  for (const mapping of mappingsOf(lookup(root, 'applications')?.value))
    yield* mapping.pairs.filter((pair) => isQuotedMerge(pair));
}

const noMerge = ({ key, value }: Pair): Finding => ({
  at: value.end > value.start ? value : key,
  severity: 'error',
  message: '`<<` merges mappings only: write the alias of one, such as `<<: *defaults`, or a list of such aliases.',
});

function* mappingsOf(node: YamlNode | undefined): Iterable<Mapping> {
  if (node?.kind === 'mapping') {
    yield node;
    for (const pair of node.pairs) yield* mappingsOf(pair.value);
  } else if (node?.kind === 'sequence') for (const item of node.items) yield* mappingsOf(item);
}
