// Why a line is no YAML, and what to do about it, for people: libyaml's words say little, the line often says more.
import { notUtf8, undecodable } from '../base/utf8';
import { characterName, invisible } from './characters';
import type { YamlFailure } from './yamlSource';

/** A line without its line break, and where it stands. */
export interface Line {
  start: number;
  end: number;
  text: string;
}

/** What a line opens and does not close: `"` in `name: "half`, `[` in `services: [a, b`. */
function opens(line: string): '"' | "'" | '[' | undefined {
  const bare = line
    .replace(/"(?:\\.|[^"\\])*"|'[^']*'|("[^]*)$/g, '$1') // a quote that is not closed ends the search
    .replace(/\w'\w/g, '')
    .replace(/(^|\s)#.*$/, '');
  const quote = /["']/.exec(bare)?.[0];
  if (quote) return quote as '"' | "'";
  const count = (pattern: RegExp) => (bare.match(pattern) ?? []).length;
  return count(/[[{]/g) > count(/[\]}]/g) ? '[' : undefined;
}

export const opensWithoutClosing = (line: string): boolean => opens(line) !== undefined;

/** Examples: `- name:x` and `-name: x`, which YAML takes for a text and for a key. */
export const lacksBlank = (line: string): boolean => /^\s*(?:(?:- +)*[\w-]+:[^\s/:][^:]*$|-(?=[A-Za-z]))/.test(line);

const unclosed = (quote: string): string =>
  `The quote \`${quote}\` that opens here is never closed: add one at the end of the value.`;

const brackets = 'A list or mapping in brackets is not closed, or lacks a comma between two entries.';

interface Cause {
  /** Of libyaml; any when missing. */
  reason?: RegExp;
  /** The line without surrounding blanks, or with them when `raw`. */
  line?: RegExp;
  raw?: RegExp;
  message: string | ((found: RegExpExecArray) => string);
}

/** What went wrong, by libyaml's words and the line. First match wins. */
const causes: Cause[] = [
  {
    raw: /^\s+(---|\.\.\.)(?=\s|$)/,
    message: ([, marker]) =>
      `\`${marker}\` must stand at the very beginning of the line: remove the blanks in front of it.`,
  },
  {
    line: /^[\w-]+:- /,
    message: 'A list begins below its key, not beside it: start a new line in front of the dash.',
  },
  {
    raw: new RegExp(`^[ \\t]*(${invisible.source})`),
    message: ([, char]) =>
      `This line begins with a ${characterName(char!)}, which is no blank to YAML: write spaces instead.`,
  },
  {
    reason: /tab character|start any token/,
    raw: /^\s*\t\s*$/,
    message: 'A tab stands on this blank line, where YAML allows spaces only: remove it.',
  },
  {
    reason: /tab character|start any token/,
    raw: /^ *\t/,
    message: 'A tab cannot indent YAML: use spaces, two for each level.',
  },
  {
    reason: /start any token/,
    line: /(^|[-:?])[ ]*\t/,
    message: 'A tab stands where YAML allows spaces only: write a space instead.',
  },
  {
    reason: /unknown escape|hexdecimal/,
    message: 'Unknown escape in a double-quoted text: write `\\\\` for a backslash, or use single quotes.',
  },
  {
    reason: /Unicode character escape/,
    message:
      'Half a character: what JSON writes in two escapes, such as `\\ud83d\\ude00`, is one in YAML, `\\U0001F600`; or write the character itself.',
  },
  { reason: /incompatible/, message: 'The platform reads YAML 1.1 only, so it refuses this version: remove the line.' },
  {
    reason: /directive|version number/,
    message:
      'A line that begins with `%` is a directive to YAML, and this is none it knows: remove it, or put the value in quotes.',
  },
  {
    reason: /max depth/,
    message:
      'This is nested more than 1,000 deep, on which the platform fails (HTTP 500). Write it as a text, or flatter.',
  },
  {
    reason: /tag|URI|whitespace or line break|UTF-8/,
    message:
      'A word that begins with `!` is a tag to YAML, and this is none it knows: put the value in quotes if `!` is meant literally.',
  },
  {
    reason: /alphabetic or numeric/,
    line: /(?:^|\s)\*(?![\w-]+[\s,}\]]|[\w-]+$)/,
    message:
      'An alias needs the name of an anchor right behind its `*`, such as `*defaults`; quote the value if `*` is meant literally.',
  },
  {
    reason: /alphabetic or numeric/,
    message:
      'The name of an anchor, right behind its `&`, has letters, digits, `-` and `_` only; put the value in quotes if `&` is meant literally.',
  },
  {
    reason: /comment or line break|equal to 0/,
    message: 'Behind `|` or `>` nothing else stands on the line: the text begins on the next one, indented.',
  },
  { reason: /',' or|flow/, message: brackets },
  {
    line: /^(?:- +)*(?:[\w.-]+: +(?:- +)*)?([@`%])/,
    message: ([, char]) => `A value cannot start with \`${char}\` in YAML: put it in quotes.`,
  },
  {
    line: /(?:: +|^- +)(?:'[^']*'|"(?:\\.|[^"\\])*")\s*[^\s,#\]}:]/,
    message:
      "Text stands behind the closing quote: put the whole value in quotes, and write a `'` inside single quotes twice.",
  },
  {
    line: /^(?:- +)*[^\s:"'[{#]+: .*:(?: |$)|: .*: /,
    message:
      'A second `: ` on one line: put the value in quotes, or start the inner mapping on its own line, indented.',
  },
  { line: /^:(?: |$)/, message: 'A key is missing in front of the colon.' },
  { line: /^\s*(?:- +)*[\w-]+:[^\s/:][^:]*$/, message: 'A blank is missing behind the colon: write `key: value`.' },
  {
    line: /^(?!-)[^:]*$/,
    message: ([line]) => `\`${line}\` is neither a key nor a list item: write \`key: value\` or \`- item\`.`,
  },
  { line: /^-(?!--)\S/, message: 'A blank is missing behind the dash: write `- item`.' },
  { reason: /node content/, line: /[[\]{}]/, message: brackets },
  {
    reason: /expected|not allowed/,
    message:
      'This line does not fit its surroundings: check its indentation (keys of one mapping start in the same column) and the line above.',
  },
];

/** A sentence about the line that has been found guilty of a failure. */
export function explain(
  { reason, position }: Pick<YamlFailure, 'reason' | 'position'>,
  text: string,
  guilty: Line,
): string {
  const line = guilty.text.trim();
  if (/control/.test(reason) && undecodable.test(text[position] ?? '')) return notUtf8(text, position);
  if (/control/.test(reason))
    return `This line holds a ${characterName(text[position] ?? '')}, which YAML allows nowhere: remove it.`;
  const quote = opens(line);
  if (quote && quote !== '[' && (position > guilty.end || /end of stream|document indicator/.test(reason)))
    return unclosed(quote);
  for (const cause of causes) {
    if (cause.reason && !cause.reason.test(reason)) continue;
    const found = cause.raw ? cause.raw.exec(guilty.text) : (cause.line ?? /^/).exec(line);
    if (found) return typeof cause.message === 'string' ? cause.message : cause.message(found);
  }
  return `This is not valid YAML: ${reason}.`;
}
