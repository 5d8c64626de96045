// "Move the defaults to an anchor": what cf v6 merged into each application from above `applications:`.
import { lineStart, newline } from '../base/source';
import { asMapping, asSequence, effectivePairs, isMergeKey, keyText } from '../yaml/tree';
import type { Mapping, Pair, Tree } from '../yaml/tree';
import { insertAfter, insertFirst, nextLine, spanOf, valueSource } from './edits';
import type { Edit } from './edits';
import type { Fixer } from './fix';

/** Defaults at the top level → an anchored mapping above `applications:`, merged into each application. */
export const toAnchor: Fixer = ({ document }) => {
  const { tree, platform } = document;
  const root = asMapping(tree.root);
  const applications = root?.pairs.find((pair) => keyText(pair) === 'applications');
  const items = asSequence(applications?.value)?.items ?? [];
  const globals = (root?.pairs ?? []).filter(
    (pair) => isGlobal(pair) && platform!.schema.listed(keyText(pair) ?? '')?.ignored,
  );
  if (!root || !applications || !globals.length || root.flow) return [];
  const name = freeName(tree, root);
  const blocks = globals.map((pair) => withComments(tree.text, spanOf(pair)));
  const nl = newline(tree.text);
  const body = blocks.map(({ start, end }) => moveIn(tree.text.slice(start, end).trimEnd())).join(nl);
  const at = Math.min(blocks[0]!.start, lineStart(tree.text, applications.key.start));
  const holder = `${name}: &${name}${nl}${body}${nl}`;
  const cuts = blocks.map(({ start, end }): Edit => ({ start, end, text: start === at ? holder : '' }));
  if (!cuts.some((cut) => cut.text)) cuts.unshift({ start: at, end: at, text: holder });
  const merges = items.flatMap((item) => (item.kind === 'mapping' ? merge(tree, item, name, globals) : []));
  return [
    {
      title: `Move the defaults to an anchor (${name}) and merge it into each application`,
      edits: [...cuts, ...merges],
      preferred: true,
    },
  ];
};

/** Not what parents and variables were for, nor what already holds an anchor. */
const isGlobal = (pair: Pair): boolean => !['inherit', 'variables'].includes(keyText(pair) ?? '') && !pair.value.anchor;

function freeName(tree: Tree, root: Mapping): string {
  const taken = new Set([...effectivePairs(root).keys(), ...tree.anchored.map((node) => node.anchor!.name)]);
  let name = 'defaults';
  for (let number = 2; taken.has(name); number++) name = `defaults${number}`;
  return name;
}

/** Whole lines of a pair with the comments right above it, but not those at the very top of the file. */
function withComments(text: string, span: { start: number; end: number }): { start: number; end: number } {
  let start = lineStart(text, span.start);
  let above = start;
  while (above > 0) {
    const previous = lineStart(text, above - 1);
    if (!/^#/.test(text.slice(previous, above))) break;
    above = previous;
  }
  if (above > 0) start = above;
  return { start, end: nextLine(text, span.end) };
}

const moveIn = (block: string): string =>
  block
    .split('\n')
    .map((line) => (line.trim() === '' ? line : `  ${line}`))
    .join('\n');

/** `<<: *defaults` in an application: behind its name, or as a further one of the mappings merged already. */
function merge(tree: Tree, application: Mapping, name: string, globals: Pair[]): Edit[] {
  const present = application.pairs.find(isMergeKey);
  const alias = `*${name}`;
  if (present) {
    const written = valueSource(tree.text, present);
    const list = written.startsWith('[') ? written.replace(/\s*\]$/, `, ${alias}]`) : `[${written}, ${alias}]`;
    return [{ start: present.value.start, end: present.value.end, text: list }];
  }
  const [first] = application.pairs;
  if (!first) return [];
  const named = keyText(first) === 'name' && !globals.some((pair) => keyText(pair) === 'name');
  return [named ? insertAfter(tree, first, `<<: ${alias}`) : insertFirst(tree, application, [`<<: ${alias}`])];
}
