// Fixes for what cf v6 understood: `buildpack`, `host` and `domain`, and defaults above `applications:`.
import { columnOf, lineStart, newline, scalarSource } from '../base/source';
import { layoutOf } from '../yaml/layout';
import { isTrue } from '../yaml/scalars';
import { asMapping, asScalar, asSequence, effectivePairs, isMergeKey, isNull, keyText, lookup } from '../yaml/tree';
import type { Mapping, Pair, Tree } from '../yaml/tree';
import { insertAfter, insertFirst, nextLine, removePair, spanOf, valueSource } from './edits';
import type { Edit } from './edits';
import { pairOf } from './fix';
import type { Fixer } from './fix';

/** `buildpack: x` → `buildpacks:` with one entry; nothing, `default` and `null` mean detection, which is an empty list. */
export const toBuildpacks: Fixer = (context) => {
  const { tree } = context.document;
  const pair = pairOf(context);
  if (!pair) return [];
  if (lookup(pair.parent, 'buildpacks')) {
    return [{ title: 'Remove buildpack, buildpacks is there', edits: [removePair(tree, pair)], preferred: true }];
  }
  const value = valueSource(tree.text, pair);
  const detect = isNull(pair.value) || ['', 'default', 'null'].includes(asScalar(pair.value)?.text ?? '');
  const column = columnOf(tree.text, pair.key.start);
  const item = `${newline(tree.text)}${' '.repeat(column + layoutOf(tree).list)}- ${value}`;
  const text = detect ? 'buildpacks: []' : pair.parent.flow ? `buildpacks: [${value}]` : `buildpacks:${item}`;
  return [{ title: 'Convert to buildpacks', edits: [{ ...spanOf(pair), text }], preferred: true, safe: true }];
};

const routeKeys = ['host', 'hosts', 'domain', 'domains', 'no-hostname'];

/** `host` × `domain` → `routes`. Without a host the application's name was one; without a domain there is only a guess. */
export const toRoutes: Fixer = (context) => {
  const { tree } = context.document;
  const application = pairOf(context)?.parent;
  if (!application || application.flow) return [];
  const legacy = application.pairs.filter((pair) => routeKeys.includes(keyText(pair) ?? ''));
  if (lookup(application, 'routes')) {
    const edits = legacy.map((pair) => removePair(tree, pair, true));
    return [{ title: `Remove ${legacy.map(keyText).join(', ')}; routes is there`, edits, preferred: true }];
  }
  const hosts = texts(application, 'host', 'hosts');
  const domains = texts(application, 'domain', 'domains');
  if (!domains.length) domains.push('example.com');
  const bare = isTrue(asScalar(lookup(application, 'no-hostname')?.value)?.text ?? '');
  const name = asScalar(lookup(application, 'name')?.value)?.text;
  if (!hosts.length && !bare && name) hosts.push(name);
  const routes = domains.flatMap((domain) => [...(bare ? [domain] : []), ...hosts.map((host) => `${host}.${domain}`)]);
  if (!routes.length || routes.some((route) => route.includes('${'))) return [];
  const [first, ...others] = legacy as [Pair, ...Pair[]];
  const dash = `${newline(tree.text)}${' '.repeat(columnOf(tree.text, first.key.start) + layoutOf(tree).list)}- route: `;
  const written: Edit = {
    ...spanOf(first),
    text: `routes:${routes.map((route) => dash + scalarSource(route)).join('')}`,
  };
  const known = texts(application, 'domain', 'domains').length > 0;
  const title = known ? 'Convert to routes' : 'Convert to routes (put in your domain)';
  return [{ title, edits: [written, ...others.map((pair) => removePair(tree, pair, true))], preferred: true }];
};

/** Values of a key and of its plural, which is a list. */
function texts(mapping: Mapping, one: string, many: string): string[] {
  const single = asScalar(lookup(mapping, one)?.value);
  const list = lookup(mapping, many)?.value;
  const all = asSequence(list)?.items.map((item) => asScalar(item)) ?? [asScalar(list)];
  return [...new Set([single, ...all].flatMap((scalar) => (scalar && !isNull(scalar) ? scalar.text : [])))];
}

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
