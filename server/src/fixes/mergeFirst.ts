// "Move << to the top": what is written in the mapping itself then wins over what is merged in.
import { isMergeKey } from '../yaml/tree';
import { detached, insertFirst, removePair } from './edits';
import { placeOf } from './fix';
import type { Fixer } from './fix';

export const mergeFirst: Fixer<{ fix: 'mergeFirst'; at: number }> = ({ document }, { at }) => {
  const { tree } = document;
  const merge = placeOf(document, at)?.pair;
  if (!merge || !isMergeKey(merge) || merge.parent.flow) return [];
  const edits = [insertFirst(tree, merge.parent, [detached(tree, merge)]), removePair(tree, merge)];
  return [{ title: 'Move << to the top', edits, preferred: true, values: 'unmerged' }];
};
