// "Write it as a list" and "Write it as a map": a value of the wrong shape in which what was meant is plain to see.
import { columnOf, newline, scalarSource } from '../base/sourceText';
import type { Schema } from '../schema/schema';
import { layoutOf } from '../yaml/layout';
import { asScalar, isMergeKey, isNull, keyText } from '../yaml/tree';
import type { Mapping, Pair, Scalar, Sequence, Tree } from '../yaml/tree';
import { nextLine } from './edits';
import type { Edit } from './edits';
import { nodeOf } from './fix';
import type { Fixer } from './fix';

/** How an entry of a list may be written: as a text, or as a mapping of which one key says most. */
interface EntryShape {
  text: boolean;
  schema?: Schema;
  /** The key that an entry cannot be without, such as `route` or `type`. */
  key?: string;
}

function entryShape(list: Schema): EntryShape | undefined {
  const items = list.entries;
  if (!items) return undefined;
  const schema = items.alternatives.find((one) => one.propertyNames.length > 0);
  return { text: items.allTypes.includes('string') || !schema, schema, key: schema?.required[0] };
}

export const toList: Fixer = (context) => {
  const { document } = context;
  const { tree } = document;
  const node = nodeOf(context);
  const declared = node && document.visits.get(node)?.declared;
  const shape = declared && entryShape(declared);
  if (!node || !shape) return [];
  const edits =
    node.kind === 'mapping'
      ? shape.schema && isEntry(node, shape.schema)
        ? oneEntry(tree, node)
        : entries(tree, node, shape)
      : node.kind === 'scalar'
        ? split(tree, node, shape)
        : undefined;
  return edits ? [{ title: 'Write it as a list', edits, preferred: true }] : [];
};

/** `routes:` with `route: x` below it: all keys are those of one entry. */
const isEntry = ({ pairs }: Mapping, schema: Schema): boolean =>
  pairs.length > 0 && pairs.every((pair) => schema.listed(keyText(pair) ?? ''));

function oneEntry({ text }: Tree, { flow, start, end }: Mapping): Edit[] {
  if (flow) return [insert(start, '['), insert(end, ']')];
  const edits = [insert(start, '- ')];
  for (let at = nextLine(text, start); at < end; at = nextLine(text, at))
    if (text.slice(at, nextLine(text, at)).trim()) edits.push(insert(at, '  '));
  return edits;
}

const insert = (at: number, text: string): Edit => ({ start: at, end: at, text });

/** `web:` with its attributes → `- type: web`; `db:` with nothing → `- db`. */
function entries(tree: Tree, { flow, pairs, start, end }: Mapping, shape: EntryShape): Edit[] | undefined {
  const all = pairs.map((pair) => (flow ? flowEntry(tree, pair, shape) : blockEntry(tree, pair, shape)));
  if (!pairs.length || all.some((edit) => !edit)) return undefined;
  const brackets: Edit[] = [
    { start, end: start + 1, text: '[' },
    { start: end - 1, end, text: ']' },
  ];
  return [...(flow ? brackets : []), ...(all as Edit[])];
}

function blockEntry({ text }: Tree, pair: Pair, { text: texts, key, schema }: EntryShape): Edit | undefined {
  const name = nameOf(pair);
  if (name === undefined) return undefined;
  const span = { start: pair.key.start, end: text.indexOf(':', pair.key.end) + 1 };
  const { value } = pair;
  if (isNull(value)) return texts || key ? { ...span, text: texts ? `- ${name}` : `- ${key}: ${name}` } : undefined;
  if (value.kind !== 'mapping' || value.flow || value.anchor || !key || !schema || !isEntry(value, schema))
    return undefined;
  const width = columnOf(text, value.start) - columnOf(text, pair.key.start);
  return width < 2 || value.pairs.some((inner) => keyText(inner) === key)
    ? undefined
    : { ...span, text: `-${' '.repeat(width - 1)}${key}: ${name}` };
}

function flowEntry({ text }: Tree, pair: Pair, { text: texts, key }: EntryShape): Edit | undefined {
  const name = nameOf(pair);
  if (name === undefined || !isNull(pair.value) || !(texts || key)) return undefined;
  const end = Math.max(text.slice(pair.key.end).startsWith(':') ? pair.key.end + 1 : pair.key.end, pair.value.end);
  return { start: pair.key.start, end, text: texts ? name : `{${key}: ${name}}` };
}

const nameOf = (pair: Pair): string | undefined => {
  const key = asScalar(pair.key);
  return key && !isMergeKey(pair) ? scalarSource(key.text) : undefined;
};

/** `db, cache` → one entry for each. */
function split(tree: Tree, scalar: Scalar, { text: texts, key }: EntryShape): Edit[] | undefined {
  if (isNull(scalar) || /^-|[\n{}[\]]/.test(scalar.text) || scalar.style === 'literal' || scalar.style === 'folded')
    return undefined;
  const parts = scalar.text.split(',').map((part) => part.trim());
  if (parts.some((part) => !part) || !(texts || key)) return undefined;
  const written = parts.map((part) => (texts ? scalarSource(part) : `${key}: ${scalarSource(part)}`));
  return [{ ...spanOfValue(tree, scalar), text: listSource(tree, scalar, written, !texts) }];
}

/** With the blanks behind the colon, unless an anchor stands there. */
function spanOfValue({ text }: Tree, { parent, anchor, tag, start, end }: Scalar): { start: number; end: number } {
  const isBare = parent?.kind === 'pair' && !parent.parent.flow && !anchor && tag === undefined;
  return { start: isBare ? text.indexOf(':', parent.key.end) + 1 : start, end };
}

/** Entries below the key of a value, or in brackets where there is no room for lines. */
function listSource(tree: Tree, { parent, start }: Scalar, written: string[], isMapping: boolean): string {
  if (parent?.kind !== 'pair' || parent.parent.flow || start === parent.key.end)
    return `[${written.map((one) => (isMapping ? `{ ${one} }` : one)).join(', ')}]`;
  const column = columnOf(tree.text, parent.key.start) + layoutOf(tree).list;
  return written.map((one) => `${newline(tree.text)}${' '.repeat(column)}- ${one}`).join('');
}

export const toMap: Fixer = (context) => {
  const { document } = context;
  const node = nodeOf(context);
  const schema =
    node && document.visits.get(node)?.declared.alternatives.find((one) => one.propertyNames.length || one.additional);
  if (!node || !schema) return [];
  const edits =
    node.kind === 'sequence'
      ? joined(document.tree, node, schema)
      : node.kind === 'scalar'
        ? assigned(document.tree, node, schema)
        : undefined;
  return edits ? [{ title: 'Write it as a map', edits, preferred: true }] : [];
};

/** `- A: b` and `- A=b` → `A: b`. */
function joined({ text }: Tree, { flow, items, start, end }: Sequence, schema: Schema): Edit[] | undefined {
  const edits: Edit[] = [];
  const keys: (string | undefined)[] = [];
  for (const item of items) {
    const dash = flow ? item.start : text.lastIndexOf('-', item.start - 1);
    if (item.kind === 'mapping' && item.pairs.length && !item.anchor && item.flow === flow) {
      keys.push(...item.pairs.map(keyText));
      if (flow)
        edits.push(
          { start: item.start, end: item.start + 1, text: '' },
          { start: item.end - 1, end: item.end, text: '' },
        );
      else edits.push({ start: dash, end: dash + 1, text: ' ' });
    } else {
      const pair = item.kind === 'scalar' ? pairSource(item.text, schema) : undefined;
      if (!pair) return undefined;
      keys.push(pair.key);
      edits.push(
        { start: item.start, end: item.end, text: pair.text },
        ...(flow ? [] : [{ start: dash, end: dash + 1, text: ' ' }]),
      );
    }
  }
  if (!items.length && !flow) return undefined;
  if (new Set(keys).size < keys.length || keys.includes(undefined) || keys.includes('<<')) return undefined;
  if (flow) edits.push({ start, end: start + 1, text: '{' }, { start: end - 1, end, text: '}' });
  return edits;
}

/** `A=b, C=d` → a pair for each. */
function assigned(tree: Tree, scalar: Scalar, schema: Schema): Edit[] | undefined {
  const pairs = scalar.text.split(',').map((part) => pairSource(part.trim(), schema));
  const { parent } = scalar;
  if (parent?.kind !== 'pair' || isNull(scalar) || pairs.some((pair) => !pair)) return undefined;
  if (new Set(pairs.map((pair) => pair!.key)).size < pairs.length) return undefined;
  const written = pairs.map((pair) => pair!.text);
  const column = columnOf(tree.text, parent.key.start) + layoutOf(tree).step;
  const text = parent.parent.flow
    ? `{ ${written.join(', ')} }`
    : written.map((one) => `${newline(tree.text)}${' '.repeat(column)}${one}`).join('');
  return [{ ...spanOfValue(tree, scalar), text }];
}

/** `A=b` → `A: b`; a word alone is switched on where the schema has a switch of that name, or is the one key that is needed. */
function pairSource(text: string, schema: Schema): { key: string; text: string } | undefined {
  const [, key, value] = /^([\w.-]+)=(.*)$/s.exec(text) ?? [];
  if (key !== undefined && (schema.additional ?? schema.property(key)))
    return { key, text: `${scalarSource(key)}: ${scalarSource(value!)}` };
  if (schema.listed(text)?.format === 'boolean') return { key: text, text: `${text}: true` };
  const [needed] = schema.required;
  return needed && schema.required.length === 1 && /^[\w.:/@-]+$/.test(text)
    ? { key: needed, text: `${needed}: ${scalarSource(text)}` }
    : undefined;
}
