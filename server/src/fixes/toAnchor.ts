// "Move the defaults to an anchor": what cf v6 merged into each application from above `applications:`. An anchor replaces where cf v6
// joined: maps of both are merged by an anchor of their own, and where lists are, nothing is offered.
import { columnOf, lineStart, newline } from '../base/sourceText';
import { asMapping, asSequence, effectivePairs, isMergeKey, keyText, lookup, mergedMappings } from '../yaml/tree';
import type { Mapping, Pair, Tree } from '../yaml/tree';
import { insertAfter, insertFirst, nextLine, spanOf, valueSource } from './edits';
import type { Edit } from './edits';
import type { Fixer } from './fix';

export const toAnchor: Fixer = ({ document }) => {
  const { tree, platform } = document;
  const root = asMapping(tree.root);
  const list = root?.pairs.find((pair) => keyText(pair) === 'applications');
  const items = asSequence(list?.value)?.items.map((item) => (item.kind === 'mapping' ? item : undefined)) ?? [];
  const globals = (root?.pairs ?? []).filter(
    (pair) => isGlobal(pair) && platform!.schema.listed(keyText(pair) ?? '')?.ignored,
  );
  const applications = items.filter((item) => item !== undefined);
  if (!root || !list || !globals.length || root.flow || !items.length || applications.length < items.length) return [];
  const name = freeName(tree, root);
  const joined = globals.filter((pair) =>
    applications.some((app) => lookup(app, keyText(pair)!) && isCollection(pair)),
  );
  if (!joined.every((pair) => canJoin(pair, applications))) return [];
  if (applications.some((app) => overwrites(app, globals))) return [];
  const nested = new Map(joined.map((pair) => [pair, `${name}-${keyText(pair)}`]));
  return [
    {
      title: `Move the defaults to an anchor (${name}) and merge it into each application`,
      edits: [
        ...holder(tree, list, globals, name, nested),
        ...applications.flatMap((app) => merge(tree, app, name, globals)),
        ...applications.flatMap((app) =>
          [...nested].flatMap(([pair, anchor]) => mergeInto(tree, app, keyText(pair)!, anchor)),
        ),
      ],
      preferred: true,
      values: 'moved',
    },
  ];
};

/** Not what parents and variables were for, nor what already holds an anchor. */
const isGlobal = (pair: Pair): boolean => !['inherit', 'variables'].includes(keyText(pair) ?? '') && !pair.value.anchor;

const isCollection = ({ value }: Pair): boolean => value.kind === 'mapping' || value.kind === 'sequence';

/** A map that applications write in lines of their own, so that an alias of it can be merged there. */
const canJoin = (pair: Pair, applications: Mapping[]): boolean =>
  pair.value.kind === 'mapping' &&
  !pair.value.flow &&
  applications.every((app) => {
    const own = lookup(app, keyText(pair)!);
    return !own || (own.parent === app && own.value.kind === 'mapping' && !own.value.flow);
  });

/** A merge that is there already stands below keys which the defaults would overwrite, or merges what is no mapping. */
function overwrites({ pairs }: Mapping, globals: Pair[]): boolean {
  const keys = new Set(globals.map(keyText));
  const at = pairs.findIndex(isMergeKey);
  if (at >= 0 && !mergedMappings(pairs[at]!).length) return true;
  return pairs.slice(0, Math.max(0, at)).some((pair) => keys.has(keyText(pair)));
}

function freeName(tree: Tree, root: Mapping): string {
  const taken = new Set([...effectivePairs(root).keys(), ...tree.anchored.map((node) => node.anchor!.name)]);
  let name = 'defaults';
  for (let number = 2; taken.has(name); number++) name = `defaults${number}`;
  return name;
}

/** The defaults, moved in below their name, above `applications:`. */
function holder(tree: Tree, list: Pair, globals: Pair[], name: string, nested: Map<Pair, string>): Edit[] {
  const { text } = tree;
  const nl = newline(text);
  const blocks = globals.map((pair) => ({ pair, ...withComments(text, spanOf(pair)) }));
  const body = blocks.map(({ pair, start, end }) => {
    const anchor = nested.get(pair);
    const colon = pair.key.end + 1;
    const written = anchor ? `${text.slice(start, colon)} &${anchor}${text.slice(colon, end)}` : text.slice(start, end);
    return moveIn(written.trimEnd());
  });
  const at = Math.min(blocks[0]!.start, lineStart(text, list.key.start));
  const written = `${name}: &${name}${nl}${body.join(nl)}${nl}`;
  const cuts = blocks.map(({ start, end }): Edit => ({ start, end, text: start === at ? written : '' }));
  if (!cuts.some((cut) => cut.text)) cuts.unshift({ start: at, end: at, text: written });
  return cuts;
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
    const list = written.startsWith('[') ? written.replace(/(?<!\s)\s*\]$/, `, ${alias}]`) : `[${written}, ${alias}]`;
    return [{ start: present.value.start, end: present.value.end, text: list }];
  }
  const [first] = application.pairs;
  if (!first) return [];
  const named = keyText(first) === 'name' && !globals.some((pair) => keyText(pair) === 'name');
  return [named ? insertAfter(tree, first, `<<: ${alias}`) : insertFirst(tree, application, [`<<: ${alias}`])];
}

/** `<<: *defaults-env` in front of what an application writes under the same key. */
function mergeInto(tree: Tree, application: Mapping, key: string, anchor: string): Edit[] {
  const own = asMapping(lookup(application, key)?.value);
  if (!own?.pairs.length) return [];
  const present = own.pairs.find(isMergeKey);
  if (present) return merge(tree, own, anchor, []);
  const indent = ' '.repeat(columnOf(tree.text, own.start));
  return [{ start: own.start, end: own.start, text: `<<: *${anchor}${newline(tree.text)}${indent}` }];
}
