// A cursor inside `[…]` or `{…}`, told from the brackets in front of it.
import { blockCursor } from './blockCursor';
import type { Cursor } from './blockCursor';
import { Lines, entriesOf, unquote, withoutComment } from './lines';
import type { Path } from './tree';

/** Lines a flow collection may reach upwards. */
const mostFlowLines = 60;

/** A cursor inside `[…]` or `{…}`, which may have begun on a line above. */
export function flowCursor(lines: Lines): Cursor | undefined {
  let count = 0;
  const candidates = [{ line: lines.line, start: lines.start }];
  for (const above of lines.above()) {
    if (++count > mostFlowLines) break;
    candidates.push(above);
    if (/^\S/.test(above.line)) break;
  }
  for (const { line, start } of candidates) {
    const open = openBracket(line);
    if (open < 0 || start + open >= lines.offset) continue;
    const inside = scanFlow(lines.text, start + open, lines.offset);
    if (!inside) return undefined;
    const holder = blockCursor(new Lines(lines.text, start + open));
    return inFlow(lines, inside, holder);
  }
  return undefined;
}

/** Column of the bracket a line's value starts with; -1 when it starts with something else. */
function openBracket(line: string): number {
  const entries = entriesOf(line);
  const last = entries.at(-1);
  const value = last ? last.value : withoutComment(line).trim();
  if (!/^([&!]\S*\s+)*[[{]/.test(value)) return -1;
  const at = line.indexOf(value, last?.column ?? 0);
  return at + value.search(/[[{]/);
}

interface FlowLevel {
  open: '[' | '{';
  index: number;
  key?: string;
  keys: string[];
  /** Start of the current word. */
  from: number;
}

/** Levels of brackets open at `offset`; undefined when all are closed. */
function scanFlow(text: string, from: number, offset: number): FlowLevel[] | undefined {
  const levels: FlowLevel[] = [];
  for (let i = from; i < offset; i++) {
    const char = text[i]!;
    const level = levels.at(-1);
    if (char === '[' || char === '{') {
      levels.push({ open: char, index: 0, keys: [], from: i + 1 });
    } else if (!level) return undefined;
    else if (char === ']' || char === '}') levels.pop();
    else if (char === ',') Object.assign(level, { index: level.index + 1, key: undefined, from: i + 1 });
    else if (
      char === ':' &&
      level.open === '{' &&
      /[\s,[{}"']|undefined/.test(String(text[i + 1])) &&
      level.key === undefined
    ) {
      level.key = unquote(text.slice(level.from, i).trim());
      level.keys.push(level.key);
      level.from = i + 1;
    } else if ((char === '"' || char === "'") && text.slice(level.from, i).trim() === '') {
      const close = text.indexOf(char, i + 1);
      if (close < 0 || close >= offset) break;
      i = close;
    }
  }
  return levels.length ? levels : undefined;
}

function inFlow(lines: Lines, levels: FlowLevel[], holder: Cursor): Cursor {
  const { text, offset } = lines;
  const level = levels.at(-1)!;
  const from = Math.max(level.from, lines.start);
  const typed = text.slice(from, offset);
  const quote = /^\s*(["'])/.exec(typed);
  const start = from + (quote ? quote[0].length : typed.length - typed.trimStart().length);
  const rest = /^[^\],}\n\r#"':]*/.exec(text.slice(offset))![0].trimEnd();
  const steps = levels.flatMap((one): Path =>
    one.open === '[' ? [one.index] : one.key === undefined ? [] : [one.key],
  );
  const isKey = level.open === '{' && level.key === undefined;
  return {
    path: [...holder.path, ...steps],
    place: isKey || level.open === '[' ? 'entry' : 'value',
    start: Math.min(start, offset),
    end: offset + rest.length,
    prefix: text.slice(Math.min(start, offset), offset),
    column: holder.column,
    item: level.open === '[',
    colon: isKey && /^\s*:/.test(text.slice(offset + rest.length)),
    glued: !isKey && level.open === '{' && typed === '',
    quoted: quote !== null,
    flow: true,
    onlyItem: false,
    text: false,
    siblings: isKey ? level.keys : [],
  };
}
