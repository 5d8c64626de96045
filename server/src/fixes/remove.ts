// "Remove user": a pair, a list item, one of several keys that exclude each other, or a whole entry of a list.
import { asScalar, keyText, lookup } from '../yaml/tree';
import type { Pair, YamlNode } from '../yaml/tree';
import { removeItem, removePair } from './edits';
import { pairOf, shownText } from './fix';
import type { Fix, FixContext, Fixer } from './fix';

export const remove: Fixer<{ fix: 'remove'; keys?: string[] }> = (context, { keys }) => {
  if (keys) return removeOneOf(context, keys);
  const { place, document } = context;
  if (!place) return [];
  const pair = pairOf(context);
  if (pair) {
    if (!keyText(pair)) return [];
    const title = `Remove ${removedWith(pair)}`;
    return [{ title, edits: [removePair(document.tree, pair)], preferred: true }];
  }
  if (place.node.parent?.kind !== 'sequence') return [];
  const text = asScalar(place.node)?.text;
  const title = `Remove ${text ? shownText(text) : 'this entry'}`;
  return [{ title, edits: [removeItem(document.tree, place.node)], preferred: true }];
};

/** What goes with a pair: the mapping it is alone in, and so on; of `- user: vcap` nothing would be left. */
function removedWith(pair: Pair): string {
  let outermost = pair;
  for (;;) {
    const { pairs, flow, anchor, parent } = outermost.parent;
    if (pairs.length > 1 || flow || anchor || !parent) break;
    if (parent.kind === 'sequence') return `the entry with ${keyText(pair)}`;
    outermost = parent;
  }
  return outermost === pair ? keyText(pair)! : `${keyText(outermost)}, which has only ${keyText(pair)}`;
}

/** One fix for each of several keys that exclude each other. */
function removeOneOf(context: FixContext, keys: string[]): Fix[] {
  const { tree } = context.document;
  const mapping = pairOf(context)?.parent;
  return keys.flatMap((key) => {
    const pair = lookup(mapping, key);
    return pair ? [{ title: `Remove ${key}`, edits: [removePair(tree, pair)] }] : [];
  });
}

/** Takes the whole list item out that a value is written in: a second route, a second binding. */
export const removeEntry: Fixer = ({ place, document }) => {
  let node: YamlNode | undefined = place?.node;
  while (node?.parent?.kind === 'pair') node = node.parent.parent;
  if (node?.parent?.kind !== 'sequence') return [];
  return [{ title: 'Remove the duplicate', edits: [removeItem(document.tree, node)], preferred: true }];
};
