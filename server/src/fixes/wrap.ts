// "Put it under applications": a manifest whose top level is its only application, as cf v6 took it.
import { lineStart, newline } from '../base/sourceText';
import type { Schema } from '../schema/schema';
import { asMapping, isMergeKey, keyText } from '../yaml/tree';
import type { Pair, Tree } from '../yaml/tree';
import { nextLine, spanOf } from './edits';
import type { Edit } from './edits';
import type { Fixer } from './fix';

export const wrap: Fixer = ({ document }) => {
  const { tree, platform } = document;
  const root = asMapping(tree.root);
  const application = platform!.schema.listed('applications')?.entries;
  if (!root || root.flow || !application) return [];
  const stays = (pair: Pair) => staysAbove(pair, tree, application);
  const inside = root.pairs.filter((pair) => !stays(pair));
  if (!inside.length) return [];
  const first = lineStart(tree.text, inside[0]!.key.start);
  const above = root.pairs.filter((pair) => stays(pair) && pair.key.start > first);
  const lines = above.map((pair) => ({ start: pair.key.start, end: nextLine(tree.text, spanOf(pair).end) }));
  const moved = lines.map(({ start, end }) => tree.text.slice(start, end)).join('');
  const edits: Edit[] = [
    { start: first, end: first, text: `${moved}applications:${newline(tree.text)}- ` },
    ...indent(tree.text, nextLine(tree.text, first), spanOf(inside.at(-1)!).end, lines),
    ...lines.map((span) => ({ ...span, text: '' })),
  ];
  return [{ title: 'Put it under applications', edits, preferred: true, values: 'moved' }];
};

/** `version`, and blocks that are there for their anchors. */
function staysAbove(pair: Pair, { anchored }: Tree, application: Schema): boolean {
  const key = keyText(pair);
  if (isMergeKey(pair) || key === undefined || key === 'version') return key === 'version';
  const { start, end } = pair.value;
  return !application.property(key) && anchored.some((node) => node.start >= start && node.end <= end);
}

/** Lines moved in by two columns, but for the blank ones and those that go elsewhere. */
function indent(text: string, from: number, to: number, without: { start: number; end: number }[]): Edit[] {
  const edits: Edit[] = [];
  for (let at = from; at < to; at = nextLine(text, at)) {
    const isBlank = text.slice(at, nextLine(text, at)).trim() === '';
    if (!isBlank && !without.some(({ start, end }) => start <= at && at < end))
      edits.push({ start: at, end: at, text: '  ' });
  }
  return edits;
}
