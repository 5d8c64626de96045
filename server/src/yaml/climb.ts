// What holds a place among lines: the keys and dashes above it that stand further out.
import { Lines, dashPattern, documentMark, entriesOf, isBlockScalar, isOpen } from './lines';
import type { Entry } from './lines';
import type { Path } from './tree';

export interface Climbed {
  path: Path;
  siblings: string[];
  text: boolean;
  /** The innermost key that holds the cursor. */
  holder?: Entry;
  /** The column of keys below that key which stand further in than the cursor. */
  deeper?: number;
  /** The items of a list stand in the column of the cursor. */
  isListed?: boolean;
}

/** Goes up from the cursor and collects the keys and dashes that hold it; `dashes` are those in front of it on its own line. */
export function climb(lines: Lines, column: number, dashes: number[]): Climbed {
  const path: Path = [];
  const siblings: string[] = [];
  let holder: Entry | undefined;
  let limit = column;
  /** Items counted so far of the sequence whose key is being looked for. */
  let items: number | undefined;
  for (const dash of [...dashes].reverse()) {
    if (items !== undefined) path.unshift(items);
    items = 0;
    limit = dash;
  }
  let own = !dashes.length;
  let deeper: number | undefined;
  let isListed = false;
  for (const { line, start } of lines.above()) {
    const indent = line.search(/[^\s\ufeff]/);
    if (indent < 0 || line[indent] === '#') continue;
    if (documentMark.test(line)) break;
    if (own && !holder) {
      deeper = deeperKey(line, column) ?? deeper;
      isListed ||= indent === column && dashPattern.test(line.slice(indent));
    }
    if (indent > limit) continue;
    const entries = entriesOf(line);
    for (const entry of entries.reverse()) {
      if (entry.key === undefined) {
        // `- text`: what is typed below goes on with the text.
        if (own && entry.column < limit && entries[0] === entry && !isOpen(entry.value))
          return { path: [], siblings: [], text: true };
        if (items !== undefined && entry.column === limit) items++;
        else if (entry.column < limit) {
          if (items !== undefined) path.unshift(items);
          items = 0;
          limit = entry.column;
          own = false;
        }
      } else if (entry.column < limit || (items !== undefined && entry.column === limit)) {
        if (isBlockScalar(entry.value))
          return { path: [...ancestors(lines, start, entry), ...path], siblings: [], text: true };
        if (items !== undefined) path.unshift(items);
        path.unshift(entry.key);
        holder ??= entry;
        items = undefined;
        limit = entry.column;
        own = false;
      } else if (own && entry.column === limit) {
        siblings.push(entry.key);
      }
    }
    if (limit === 0 && items === undefined && !own) break;
  }
  if (items !== undefined) path.unshift(items);
  return { path, siblings, text: false, holder, deeper, isListed };
}

/** The column of a line's first key that stands further in than a column. */
const deeperKey = (line: string, column: number): number | undefined =>
  entriesOf(line).find((entry) => entry.key !== undefined && entry.column > column)?.column;

/** Path of a key on a line further up. */
function ancestors(lines: Lines, start: number, entry: Entry): Path {
  const above = climb(new Lines(lines.text, start + entry.column), entry.column, []);
  return [...above.path, entry.key!];
}
