// Fixes for keys of a Stackato manifest in the wrong place: into the `stackato:` block, out of it, or under the name they have there.
import { columnOf, newline } from '../base/source';
import { blockKeys, blockNames } from '../stackato/normalise';
import { asMapping, keyText, lookup } from '../yaml/tree';
import type { Mapping, Pair, Tree } from '../yaml/tree';
import { detached, insertAfter, removePair, spanOf } from './edits';
import { pairOf } from './fix';
import type { Fix, Fixer } from './fix';

export const misplacedKey: Fixer = (context) => {
  const { document } = context;
  const pair = pairOf(context);
  const key = pair && keyText(pair);
  if (document.platform?.id !== 'stackato' || !pair || key === undefined || pair.parent.flow) return [];
  const schema = document.visits.get(pair.parent)?.schema;
  const fixes = [
    ...underItsName(pair, schema?.elsewhere[key]),
    ...(schema?.listed('stackato') && blockKeys.has(key) ? intoBlock(document.tree, pair) : []),
    ...outOfBlock(document.tree, pair, key),
    ...(blockNames.includes(key) && !pair.parent.parent ? withoutBlock(document.tree, pair) : []),
  ];
  return fixes.map((fix) => ({ ...fix, preferred: true }));
};

/** "It is called `path`" → renamed, unless that key is there already. */
function underItsName(pair: Pair, hint: string | undefined): Fix[] {
  const name = /(?:called|written|reads) `([\w-]+)`[.,]/.exec(hint ?? '')?.[1];
  if (name === undefined || lookup(pair.parent, name)) return [];
  return [{ title: `Rename to ${name}`, edits: [{ start: pair.key.start, end: pair.key.end, text: name }] }];
}

const blockOf = (application: Mapping): Mapping | undefined =>
  blockNames
    .map((name) => asMapping(lookup(application, name)?.value))
    .find((block) => block?.pairs.length && !block.flow);

function intoBlock(tree: Tree, pair: Pair): Fix[] {
  const block = blockOf(pair.parent);
  const title = `Move ${keyText(pair)} into the stackato: block`;
  if (block) {
    if (lookup(block, keyText(pair)!)) return [];
    return [{ title, edits: [removePair(tree, pair), insertAfter(tree, block.pairs.at(-1)!, detached(tree, pair))] }];
  }
  if (blockNames.some((name) => lookup(pair.parent, name))) return [];
  return [
    {
      title,
      edits: [
        { ...spanOf(pair), text: moved(tree, pair, ['stackato:', ...linesOf(tree, pair).map((line) => `  ${line}`)]) },
      ],
    },
  ];
}

function outOfBlock(tree: Tree, pair: Pair, key: string): Fix[] {
  const owner = pair.parent.parent;
  const isBlock =
    owner?.kind === 'pair' && blockNames.includes(keyText(owner) ?? '') && owner.parent.parent !== undefined;
  if (!isBlock || lookup(owner.parent, key)) return [];
  const title = `Move ${key} out of the block`;
  const lines = linesOf(tree, pair);
  if (pair.parent.pairs.length === 1)
    return [{ title, edits: [{ ...spanOf(owner), text: moved(tree, owner, lines) }] }];
  const at = owner.key.start;
  const before = { start: at, end: at, text: moved(tree, owner, [...lines, '']) };
  return [{ title, edits: [before, removePair(tree, pair)] }];
}

/** `stackato:` at the top level of a file with one application: its keys stand there without it. */
function withoutBlock(tree: Tree, pair: Pair): Fix[] {
  const block = asMapping(pair.value);
  const clash = block?.pairs.some((inner) => lookup(pair.parent, keyText(inner) ?? ''));
  if (!block?.pairs.length || block.flow || clash) return [];
  const lines = block.pairs.flatMap((inner) => linesOf(tree, inner));
  return [{ title: 'Move its keys to the top level', edits: [{ ...spanOf(pair), text: moved(tree, pair, lines) }] }];
}

const linesOf = (tree: Tree, pair: Pair): string[] => detached(tree, pair).split('\n');

/** Lines as they stand in the column of a pair, with the file's line breaks. */
const moved = ({ text }: Tree, { key }: Pair, lines: string[]): string =>
  lines.join(newline(text) + ' '.repeat(columnOf(text, key.start)));
