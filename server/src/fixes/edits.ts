// Changes to the source text that leave well-formed YAML with its comments and indentation: taking pairs and items out, putting lines in.
import { columnOf, lineEnd, lineStart, newline } from '../base/sourceText';
import type { Mapping, Pair, Sequence, Tree, YamlNode } from '../yaml/tree';

/** A change in offsets of the text. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** From the key to the end of the value. */
export const spanOf = (pair: Pair): { start: number; end: number } => ({
  start: pair.key.start,
  end: Math.max(pair.key.end, pair.value.end),
});

/** Offset behind the line break that ends the line of `offset`; to YAML a `\r` alone is one too. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  const end = at < 0 ? text.length : at + 1;
  const alone = text.slice(offset, end).search(/\r(?!\n)/);
  return alone < 0 ? end : offset + alone + 1;
}

/** What stands behind the colon, without blanks around it: with anchor, tag and quotes, but no comment. */
export function valueSource(text: string, pair: Pair): string {
  const colon = text.indexOf(':', pair.key.end);
  return text.slice(colon + 1, Math.max(colon + 1, pair.value.end)).trim();
}

/** The comment behind a value, on its last line. */
function trailingComment(text: string, end: number): string | undefined {
  return /^[ \t]+(#.*?)\r?$/.exec(text.slice(end, lineEnd(text, end)))?.[1];
}

/**
 * Takes a pair out: its lines, or its part of a flow mapping. The last pair of a mapping takes the mapping with it, unless that has
 * an anchor, which others may use. `keepComment`: a comment behind the value stays, on a line of its own.
 */
export function removePair({ text }: Tree, pair: Pair, keepComment = false): Edit {
  const { parent } = pair;
  const at = parent.pairs.indexOf(pair);
  const next = parent.pairs[at + 1];
  const { start, end } = spanOf(pair);
  if (parent.flow) {
    const before = parent.pairs[at - 1];
    if (before) return { start: spanOf(before).end, end, text: '' };
    return next ? { start, end: next.key.start, text: '' } : { start: parent.start, end: parent.end, text: '{}' };
  }
  if (parent.pairs.length === 1) {
    if (parent.anchor) return { start: parent.anchor.end, end, text: ' {}' };
    if (parent.parent?.kind === 'pair') return removePair({ text } as Tree, parent.parent, keepComment);
    if (parent.parent?.kind === 'sequence') return removeItem({ text } as Tree, parent);
  }
  const from = lineStart(text, start);
  const own = text.slice(from, start).trim() === '';
  const comment = keepComment ? trailingComment(text, end) : undefined;
  const kept = comment ? ' '.repeat(columnOf(text, start)) + comment + newline(text) : '';
  if (own) return { start: from, end: nextLine(text, end), text: kept };
  return next ? { start, end: next.key.start, text: '' } : { start, end, text: '{}' };
}

/** Takes an item out of its list; the last one takes the list with it. */
export function removeItem({ text }: Tree, item: YamlNode): Edit {
  const list = item.parent as Sequence;
  const at = list.items.indexOf(item);
  if (list.flow) {
    const before = list.items[at - 1];
    const next = list.items[at + 1];
    if (before) return { start: before.end, end: item.end, text: '' };
    return { start: item.start, end: next ? next.start : item.end, text: '' };
  }
  if (list.items.length === 1 && list.parent?.kind === 'pair') return removePair({ text } as Tree, list.parent);
  const dash = text.lastIndexOf('-', item.start);
  const from = lineStart(text, dash);
  const next = list.items[at + 1];
  if (text.slice(from, dash).trim() !== '' && next) return { start: item.start, end: next.start, text: '' };
  return { start: from, end: nextLine(text, Math.max(item.end, dash + 1)), text: '' };
}

/** Puts pairs in front of the first one of a mapping; `pairs` are written as `key: value`, further lines relative to the mapping. */
export function insertFirst({ text }: Tree, mapping: Mapping, pairs: string[]): Edit {
  const at = mapping.flow ? mapping.start + 1 : mapping.start;
  if (mapping.flow) return { start: at, end: at, text: pairs.join(', ') + (mapping.pairs.length ? ', ' : '') };
  return {
    start: at,
    end: at,
    text: pairs.map((pair) => indented(text, pair, columnOf(text, at)) + lineBreak(text, at)).join(''),
  };
}

/** Puts a pair behind another one of its mapping. */
export function insertAfter({ text }: Tree, pair: Pair, written: string): Edit {
  const { end } = spanOf(pair);
  if (pair.parent.flow) return { start: end, end, text: `, ${written}` };
  const column = columnOf(text, pair.key.start);
  const at = lineEnd(text, end);
  return { start: at, end: at, text: newline(text) + ' '.repeat(column) + indented(text, written, column) };
}

/** A line break and the indentation of the column that `offset` stands in. */
const lineBreak = (text: string, offset: number): string => newline(text) + ' '.repeat(columnOf(text, offset));

/** Further lines of a text moved in to a column, with the file's line breaks. */
const indented = (text: string, written: string, column: number): string =>
  written.split('\n').join(newline(text) + ' '.repeat(column));

/** A pair with all its lines as if it stood in column 0, so that it can be put elsewhere. */
export function detached({ text }: Tree, pair: Pair): string {
  const { start, end } = spanOf(pair);
  const column = columnOf(text, start);
  const [first = '', ...rest] = text.slice(start, lineEnd(text, end)).split(/\r?\n/);
  return [first, ...rest.map((line) => (line.slice(0, column).trim() === '' ? line.slice(column) : line.trimStart()))]
    .join('\n')
    .trimEnd();
}
