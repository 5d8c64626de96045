// A cursor among lines: what holds it is told by their indentation.
import { climb } from './climb';
import type { Climbed } from './climb';
import { dashPattern, documentMark, entriesOf, isOpen, keyPattern, properties, unquote, withoutComment } from './lines';
import type { Entry, Lines } from './lines';
import type { Path } from './tree';

export interface Cursor {
  /** Of what is being typed: the value itself or, when a key is being typed, the mapping it belongs to. */
  path: Path;
  /** `entry`: at the start of a line or item, where a key may come; `value`: behind a colon on the same line. */
  place: 'entry' | 'value';
  /** Replaced by what is chosen: the word around the cursor. */
  start: number;
  end: number;
  /** From `start` up to the cursor. */
  prefix: string;
  /** Column of the key or value; of the key in front of a value. */
  column: number;
  /** Directly behind a dash (or in a flow sequence), where an item that is no mapping may be typed. */
  item: boolean;
  /** The key being typed already has its colon. */
  colon: boolean;
  /** A blank is missing in front, behind a colon or dash. */
  glued: boolean;
  /** The value is in quotes. */
  quoted: boolean;
  /** Inside `[…]` or `{…}`. */
  flow: boolean;
  /** Inside a block scalar, where only text is typed. */
  text: boolean;
  /** Keys already written in the mapping. */
  siblings: string[];
  /** Path of the item that a dash typed in this column would start. */
  list?: Path;
  /** What follows is the list of the key above, or goes on with it: nothing but an item of it may come in between. */
  onlyItem: boolean;
  /** `column`, where the line must be moved to it: no mapping has the column it stands in. */
  shift?: number;
}

/** Of a cursor that is in no flow collection. */
export function blockCursor(lines: Lines): Cursor {
  const { before, line, start, offset } = lines;
  const indent = /^\s*/.exec(before)![0].length;
  let column = indent;
  let item = false;
  const dashes: number[] = [];
  for (let dash; (dash = dashPattern.exec(before.slice(column))); column += dash[0].length) {
    dashes.push(column);
    item = true;
  }
  const rest = before.slice(column);
  const key = keyPattern.exec(rest);
  let climbed = climb(lines, column, dashes);
  const isFree = !dashes.length && !key && !climbed.text;
  const content = isFree ? contentBelow(lines, column) : undefined;
  const meant = isFree ? (content?.column ?? columnMeant(climbed, lines)) : undefined;
  const shift = meant === column ? undefined : meant;
  if (shift !== undefined) climbed = climb(lines, shift, []);
  const glued = rest === '' && before.endsWith('-');
  const onlyItem = content?.isList ?? (isFree && climbed.isListed === true && isItem(lineBelow(lines), column));
  const common = { glued, quoted: false, flow: false, text: climbed.text, colon: false, onlyItem };
  if (key) {
    const written = rest.slice(key[0].length);
    const ahead = /^\s*/.exec(written)![0].length;
    const value = valueWord(line, column + key[0].length + ahead, offset - start);
    return {
      ...common,
      path: [...climbed.path, unquote(key[1]!)],
      place: 'value',
      ...shifted(value, start, offset, lines.text),
      quoted: value.quoted,
      glued: written === '',
      column,
      item: false,
      siblings: [],
    };
  }
  const { to, colon } = keyWord(line, column);
  const siblings = climbed.text ? [] : [...climbed.siblings, ...siblingsBelow(lines, shift ?? column)];
  const from = start + column;
  const mayList = isFree && content?.isList !== false && (onlyItem || shift === undefined);
  const list = mayList ? listAt(lines, shift ?? column) : undefined;
  return {
    ...common,
    path: climbed.path,
    place: 'entry',
    start: from,
    end: Math.max(offset, start + to),
    prefix: lines.text.slice(from, offset),
    colon,
    column: shift ?? column,
    item,
    siblings,
    ...(list && { list }),
    ...(shift !== undefined && { shift }),
  };
}

/** Of a line in a column where no mapping has its keys: that of the mapping it goes on; undefined where it may stand. */
function columnMeant({ holder, deeper, siblings, isListed }: Climbed, lines: Lines): number | undefined {
  if (holder && !isOpen(holder.value)) return holder.column;
  if (siblings.length || isListed) return undefined;
  // Between the columns of two mappings: `- name: a` and, one blank in, a further key of `a`.
  const next = holder ? '' : (lineBelow(lines) ?? '');
  const [key] = entriesOf(next);
  return deeper ?? (key?.key === undefined ? undefined : key.column);
}

/** The first line below that says something. */
function lineBelow(lines: Lines): string | undefined {
  for (const line of lines.below()) if (!/^\s*(#|$)/.test(line)) return documentMark.test(line) ? undefined : line;
  return undefined;
}

/** Whether a line is an item of a list in a column. */
const isItem = (line: string | undefined, column: number): boolean =>
  line !== undefined && line.search(/\S/) === column && dashPattern.test(line.slice(column));

/** What begins further down and belongs to the key right above, or would belong to a key typed here. */
function contentBelow(lines: Lines, column: number): { column: number; isList: boolean } | undefined {
  const next = lineBelow(lines);
  if (next === undefined) return undefined;
  const indent = /^\s*/.exec(next)![0].length;
  const isList = dashPattern.test(next.slice(indent));
  const owner = openAbove(lines);
  const isOwned = owner && (indent > owner.column || (isList && owner.key !== undefined && indent === owner.column));
  return isOwned || indent > column ? { column: indent, isList } : undefined;
}

/** The key or dash that ends the line above, where nothing stands behind it. */
function openAbove(lines: Lines): Entry | undefined {
  for (const { line } of lines.above()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const last = entriesOf(line).at(-1);
    return last && isOpen(last.value) ? last : undefined;
  }
  return undefined;
}

/** The same where it is a key. */
const keyAbove = (lines: Lines): Entry | undefined => {
  const above = openAbove(lines);
  return above?.key === undefined ? undefined : above;
};

/** Path of the item that a dash in a column would start; undefined where no list is, or one whose dashes stand in another column. */
function listAt(lines: Lines, column: number): Path | undefined {
  const { path, holder } = climb(lines, column + 1, [column]);
  const begins = path.at(-1) === 0;
  return holder && isOpen(holder.value) && (!begins || keyAbove(lines)) ? path : undefined;
}

const shifted = (word: { from: number; to: number }, start: number, offset: number, text: string) => {
  const from = Math.min(start + word.from, offset);
  return { start: from, end: Math.max(offset, start + word.to), prefix: text.slice(from, offset) };
};

/** The key that starts in a column, up to its colon or the end of the word. */
function keyWord(line: string, column: number): { to: number; colon: boolean } {
  const rest = line.slice(column);
  const key = keyPattern.exec(rest);
  if (key) return { to: column + key[1]!.length, colon: true };
  return { to: column + withoutComment(rest).trimEnd().length, colon: false };
}

/** The value that starts in a column: inside its quotes, or up to the comment; behind anchors and tags. */
function valueWord(line: string, column: number, cursor: number): { from: number; to: number; quoted: boolean } {
  const ahead = properties.exec(line.slice(column, cursor))?.[0].length ?? 0;
  const from = column + ahead;
  const quote = /^["']/.exec(line.slice(from))?.[0];
  if (!quote) return { from, to: from + withoutComment(line.slice(from)).trimEnd().length, quoted: false };
  const close = line.indexOf(quote, from + 1);
  return { from: from + 1, to: close < 0 ? line.trimEnd().length : close, quoted: true };
}

function siblingsBelow(lines: Lines, column: number): string[] {
  const found: string[] = [];
  for (const line of lines.below()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const indent = /^\s*/.exec(line)![0].length;
    if (indent < column || documentMark.test(line)) break;
    const [first] = entriesOf(line);
    if (indent !== column) continue;
    if (first?.key !== undefined) found.push(first.key);
    else if (!found.length) break; // below a key, a dash in its column is an item of its list
  }
  return found;
}
