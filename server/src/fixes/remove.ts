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
    const title = isWholeEntry(pair) ? `Remove the entry with ${keyText(pair)}` : `Remove ${keyText(pair)}`;
    return [{ title, edits: [removePair(document.tree, pair)], preferred: true }];
  }
  if (place.node.parent?.kind !== 'sequence') return [];
  const text = asScalar(place.node)?.text;
  const title = `Remove ${text ? shownText(text) : 'this entry'}`;
  return [{ title, edits: [removeItem(document.tree, place.node)], preferred: true }];
};

/** `- user: vcap`, of which nothing would be left. */
const isWholeEntry = ({ parent }: Pair): boolean =>
  parent.pairs.length === 1 && !parent.flow && parent.parent?.kind === 'sequence';

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
