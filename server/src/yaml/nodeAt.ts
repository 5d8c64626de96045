// What stands at an offset of the text.
import type { Pair, Tree, YamlNode } from './tree';

/** Where an offset falls: the innermost node there, and the pair whose key or value it is. */
export interface Place {
  node: YamlNode;
  pair?: Pair;
  isKey: boolean;
}

/**
 * The innermost node at an offset (both ends count); undefined outside everything. In the blank between a key and its value, or
 * behind the colon of an empty one, that is the value.
 */
export function nodeAt(tree: Tree, offset: number): Place | undefined {
  let found: Place | undefined;
  let next: YamlNode | undefined = tree.root && within(tree.root, offset) ? tree.root : undefined;
  if (next) found = { node: next, isKey: false };
  while (next) {
    const node: YamlNode = next;
    next = undefined;
    if (node.kind === 'mapping') {
      const pair = findLast(node.pairs, (p) => p.key.start <= offset && offset <= Math.max(p.key.end, p.value.end));
      if (pair) {
        const isKey = offset <= pair.key.end;
        next = isKey ? pair.key : pair.value;
        found = { node: next, pair, isKey };
      }
    } else if (node.kind === 'sequence') {
      next = findLast(node.items, (item) => within(item, offset));
      if (next) found = { node: next, isKey: false };
    }
  }
  return found;
}

const within = (node: YamlNode, offset: number): boolean => node.start <= offset && offset <= node.end;

/** The last match of items sorted by offset; a binary search is not needed at the sizes of manifests. */
function findLast<T>(items: T[], test: (item: T) => boolean): T | undefined {
  for (let i = items.length - 1; i >= 0; i--) if (test(items[i]!)) return items[i];
  return undefined;
}
