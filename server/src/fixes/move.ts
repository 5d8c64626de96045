// Keys in the wrong place: under another key, out of a block, or the keys of a block without it.
import { columnOf, newline } from '../base/sourceText';
import { blockNames } from '../stackato/normalise';
import { asMapping, keyText, lookup } from '../yaml/tree';
import type { Mapping, Pair, Tree } from '../yaml/tree';
import { detached, insertAfter, removePair, spanOf } from './edits';
import { pairOf } from './fix';
import type { Fix, FixContext, Fixer } from './fix';

/** Into the mapping under another key beside it, which is made when it is not there. */
export const moveInto: Fixer<{ fix: 'moveInto'; key: string }> = (context, data) => {
  const { tree } = context.document;
  const pair = movable(context);
  if (!pair) return [];
  const names = blockNames.includes(data.key) ? blockNames : [data.key];
  const holder = names.map((name) => lookup(pair.parent, name)).find((one) => one !== undefined);
  const title = `Move ${keyText(pair)} into ${data.key}`;
  if (!holder) {
    const lines = [`${data.key}:`, ...linesOf(tree, pair).map((line) => `  ${line}`)];
    return [preferred(title, [{ ...spanOf(pair), text: moved(tree, pair, lines) }])];
  }
  const block = asMapping(holder.value);
  if (!block?.pairs.length || block.flow || lookup(block, keyText(pair)!)) return [];
  return [preferred(title, [removePair(tree, pair), insertAfter(tree, block.pairs.at(-1)!, detached(tree, pair))])];
};

/** To the mapping around its own. */
export const moveOut: Fixer = (context) => {
  const { tree } = context.document;
  const pair = movable(context);
  const owner = pair && ownerOf(pair.parent);
  if (!owner || owner.parent.flow || lookup(owner.parent, keyText(pair)!)) return [];
  const title = `Move ${keyText(pair)} out of ${keyText(owner)}`;
  const lines = linesOf(tree, pair);
  if (pair.parent.pairs.length === 1 && owner.value === pair.parent)
    return [preferred(title, [{ ...spanOf(owner), text: moved(tree, owner, lines) }])];
  const at = owner.key.start;
  const before = { start: at, end: at, text: moved(tree, owner, [...lines, '']) };
  return [preferred(title, [before, removePair(tree, pair)])];
};

/** The pair that holds a mapping, be it as an item of a list. */
function ownerOf({ parent }: Mapping): Pair | undefined {
  const owner = parent?.kind === 'sequence' ? parent.parent : parent;
  return owner?.kind === 'pair' ? owner : undefined;
}

/** `stackato:` at the top level of a file with one application: its keys stand there without it. */
export const unwrap: Fixer = (context) => {
  const { tree } = context.document;
  const pair = movable(context);
  const block = asMapping(pair?.value);
  if (!pair || !block?.pairs.length || block.flow) return [];
  if (block.pairs.some((inner) => lookup(pair.parent, keyText(inner) ?? ''))) return [];
  const lines = block.pairs.flatMap((inner) => linesOf(tree, inner));
  return [preferred('Move its keys to the top level', [{ ...spanOf(pair), text: moved(tree, pair, lines) }])];
};

const preferred = (title: string, edits: Fix['edits']): Fix => ({ title, edits, preferred: true, values: 'moved' });

/** The pair of the problem, if lines can be moved. */
function movable(context: FixContext): Pair | undefined {
  const pair = pairOf(context);
  return pair && !pair.parent.flow && keyText(pair) !== undefined ? pair : undefined;
}

const linesOf = (tree: Tree, pair: Pair): string[] => detached(tree, pair).split('\n');

/** Lines as they stand in the column of a pair, with the file's line breaks. */
const moved = ({ text }: Tree, { key }: Pair, lines: string[]): string =>
  lines.join(newline(text) + ' '.repeat(columnOf(text, key.start)));
