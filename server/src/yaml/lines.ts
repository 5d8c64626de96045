// The text of a manifest line by line: comments, dashes and keys, told without a parser.

import { lineStart } from '../base/words';

/** `key`, `"key"` or `'key'` with its colon. Example: `health-check-type: http` */
export const keyPattern =
  /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#&*!|>'"%@`{}[\],-][^\s:#]*(?:[ \t]+[^\s:#]+)*?|[-?:][^\s:][^:#]*?|<<)[ \t]*:(?=[ \t]|$)/;
export const dashPattern = /^-(?=[ \t]|$)[ \t]*/;
/** `---` or `...`: here a document begins or ends. */
export const documentMark = /^(---|\.\.\.)(?=\s|$)/;
/** Anchor and tag in front of a value. */
export const properties = /^(?:[&!][^\s]*[ \t]+)+/;

export interface Entry {
  column: number;
  /** Undefined: a dash. */
  key?: string;
  /** What stands behind the colon, without comment. */
  value: string;
}

/** The text as lines around one of them, split when asked for. */
export class Lines {
  readonly start: number;
  readonly line: string;
  readonly before: string;

  constructor(
    readonly text: string,
    readonly offset: number,
  ) {
    this.start = lineStart(text, offset);
    this.line = lineFrom(text, this.start);
    this.before = text.slice(this.start, offset);
  }

  /** Lines above, from the cursor upwards, with their offsets. */
  *above(): Generator<{ line: string; start: number }> {
    for (let end = this.start - 1; end >= 0;) {
      const start = lineStart(this.text, end);
      yield { line: this.text.slice(start, end).replace(/\r$/, ''), start };
      end = start - 1;
    }
  }

  *below(): Generator<string> {
    for (let start = this.start + this.line.length; (start = this.text.indexOf('\n', start)) >= 0;) {
      start++;
      yield lineFrom(this.text, start);
    }
  }
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
}

/** Index of the `#` of a comment, outside quotes; -1 when there is none. */
export function commentStart(line: string): number {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (quote) {
      if (char === '\\' && quote === '"') i++;
      else if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && /(^|[\s[{,:])$/.test(line.slice(0, i))) quote = char;
    else if (char === '#' && (i === 0 || /\s/.test(line[i - 1]!))) return i;
  }
  return -1;
}

export const withoutComment = (line: string): string => {
  if (!line.includes('#')) return line;
  const at = commentStart(line);
  return at < 0 ? line : line.slice(0, at);
};

/** The dashes and the key of a line, from left to right. Example: `- name: web` → a dash in column 0, `name` in column 2. */
export function entriesOf(line: string): Entry[] {
  const entries: Entry[] = [];
  const rest = withoutComment(line).trimEnd();
  let column = rest.length - rest.trimStart().length;
  for (let dash; (dash = dashPattern.exec(rest.slice(column))); column += dash[0].length) {
    entries.push({ column, value: rest.slice(column + dash[0].length) });
  }
  const ahead = properties.exec(rest.slice(column))?.[0].length ?? 0;
  const key = keyPattern.exec(rest.slice(column + ahead));
  if (key) entries.push({ column, key: unquote(key[1]!), value: rest.slice(column + ahead + key[0].length).trim() });
  return entries;
}

export const unquote = (key: string): string => (/^(["']).*\1$/s.test(key) ? key.slice(1, -1) : key);

/** True for a value that goes on below: nothing, or an anchor or tag alone. */
export const isOpen = (value: string): boolean => /^([&!]\S*\s*)*$/.test(value);
export const isBlockScalar = (value: string): boolean => /^([&!]\S*\s+)*[|>][-+0-9]*$/.test(value);
