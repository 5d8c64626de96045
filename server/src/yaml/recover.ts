// What makes the parser tolerant: finds the line that breaks the text, blanks as little of it as helps, reports it and goes on.
// A parse costs a millisecond, so trying a few candidates is cheaper than a parser that recovers.
import { lineStart } from '../base/words';
import type { SyntaxProblem } from './tree';

/** More errors than this in one file tell the user nothing new. */
const mostErrors = 8;

const horizonSize = 2000;
const horizonOr = (horizon: number) => (horizon < 0 ? Infinity : horizon);

type Outcome<T> = { result: T } | { reason: string; position: number };

/** The result of `read` on the text, or on the text without its guilty lines (same length, same offsets). */
export function recover<T>(
  text: string,
  read: (source: string) => Outcome<T>,
): { result?: T; errors: SyntaxProblem[] } {
  const errors: SyntaxProblem[] = [];
  let source = text;
  for (;;) {
    const outcome = read(source);
    if ('result' in outcome) return { result: outcome.result, errors: errors.sort((a, b) => a.start - b.start) };
    if (errors.length === mostErrors) return { result: lastResort(source, outcome.position, read), errors };
    const best = bestCandidate(source, outcome, read);
    if (!best) {
      errors.push(problem(text, lineAt(text, outcome.position), outcome));
      return { result: lastResort(source, outcome.position, read), errors };
    }
    errors.push(problem(text, best.line, outcome));
    source = best.source;
  }
}

interface Line {
  index: number;
  start: number;
  end: number;
  text: string;
}

interface Candidate {
  line: Line;
  source: string;
}

/** The change after which the parser gets furthest; among equals the one nearest to the reported line that keeps most. */
function bestCandidate<T>(
  source: string,
  failure: { reason: string; position: number },
  read: (source: string) => Outcome<T>,
): Candidate | undefined {
  let best: Candidate | undefined;
  let furthest = failure.position;
  // Whether a change helps shows soon behind the error; the rest of a large file need not be read for that.
  const horizon = source.indexOf('\n', failure.position + horizonSize);
  const judge = (changed: string) => read(horizon < 0 ? changed : changed.slice(0, horizon));
  for (const line of suspects(source, failure)) {
    for (const replacement of replacements(line)) {
      const candidate = { line, source: source.slice(0, line.start) + replacement + source.slice(line.end) };
      const outcome = judge(candidate.source);
      if ('result' in outcome || outcome.position >= horizonOr(horizon)) return candidate;
      if (outcome.position > furthest || !best) {
        if (outcome.position > furthest) furthest = outcome.position;
        best = candidate;
      }
    }
  }
  return best;
}

/** Lines that may be to blame: the reported one, two above it, and the nearest one that opens a quote or bracket it does not close. */
function suspects(source: string, failure: { reason: string; position: number }): Line[] {
  const found: Line[] = [];
  let line: Line | undefined = lineAt(source, Math.min(failure.position, source.length));
  const open = /end of the (stream|document)|flow|comma|deficient|quoted|',/.test(failure.reason);
  for (let looked = 0; line && found.length < 3 && looked < 50; looked++) {
    if (line.text.trim() !== '') found.push(line);
    line = lineAbove(source, line);
  }
  for (let looked = 0; open && line && looked < 2000; looked++) {
    if (opensWithoutClosing(line.text)) {
      found.push(line);
      break;
    }
    line = lineAbove(source, line);
  }
  const guilty = open ? opensWithoutClosing : lacksBlank;
  return found.sort((a, b) => Number(guilty(b.text)) - Number(guilty(a.text)));
}

/** Example: `- name:x`, which YAML takes for a text. */
const lacksBlank = (line: string): boolean => /^\s*(?:- +)*[\w-]+:[^\s/:][^:]*$/.test(line);

/** What a line opens and does not close: `"` in `name: "half`, `[` in `services: [a, b`. */
function opens(line: string): '"' | "'" | '[' | undefined {
  const bare = line
    .replace(/"(\\.|[^"\\])*"|'[^']*'/g, '')
    .replace(/\w'\w/g, '')
    .replace(/(^|\s)#.*$/, '');
  const quote = /["']/.exec(bare)?.[0];
  if (quote) return quote as '"' | "'";
  const count = (pattern: RegExp) => (bare.match(pattern) ?? []).length;
  return count(/[[{]/g) > count(/[\]}]/g) ? '[' : undefined;
}

const opensWithoutClosing = (line: string): boolean => opens(line) !== undefined;

/** Ways to make a line harmless, most of it kept first: tabs → blanks, value gone, dash kept, all gone. */
function replacements(line: Line): string[] {
  const ways: string[] = [];
  const { text } = line;
  const add = (kept: string) => {
    const way = kept.padEnd(text.length);
    if (way !== text && !ways.includes(way)) ways.push(way);
  };
  const indent = /^[ \t]*/.exec(text)![0];
  if (indent.includes('\t')) add(indent.replaceAll('\t', ' ') + text.slice(indent.length));
  const key = /^\s*(?:- +)*[\w.()/-]+:(?= )/.exec(text);
  if (key) add(key[0]);
  const dash = /^\s*-(?= )/.exec(text);
  if (dash) add(dash[0]);
  add('');
  return ways;
}

/** When nothing helps: whatever stands above the error. */
function lastResort<T>(source: string, position: number, read: (source: string) => Outcome<T>): T | undefined {
  for (let cut = lineAt(source, position).start; cut > 0; cut = lineAt(source, cut - 1).start) {
    const outcome = read(source.slice(0, cut) + ' '.repeat(source.length - cut));
    if ('result' in outcome) return outcome.result;
    if (outcome.position < cut) cut = lineAt(source, outcome.position).end;
  }
  return undefined;
}

function lineAt(source: string, offset: number): Line {
  const start = lineStart(source, offset);
  const newline = source.indexOf('\n', offset);
  const end = newline < 0 ? source.length : newline;
  let index = 0;
  for (let at = source.indexOf('\n'); at >= 0 && at < start; at = source.indexOf('\n', at + 1)) index++;
  const text = source.slice(start, end).replace(/\r$/, '');
  return { index, start, end: start + text.length, text };
}

const lineAbove = (source: string, line: Line): Line | undefined =>
  line.start > 0 ? lineAt(source, line.start - 1) : undefined;

/** The error as the user sees it: on the guilty line, from where the parser stumbled if that was on this line. */
function problem(text: string, guilty: Line, failure: { reason: string; position: number }): SyntaxProblem {
  const line = lineAt(text, guilty.start);
  const blanks = line.text.length - line.text.trimStart().length;
  const first = line.start + blanks;
  const end = line.start + line.text.trimEnd().length;
  const start = failure.position > first && failure.position < end ? failure.position : first;
  return { message: explain(failure.reason, line.text.trim()), start: Math.min(start, end), end, line: line.index };
}

const unclosed = (quote: string): string =>
  `The quote \`${quote}\` that opens here is never closed: add one at the end of the value.`;

/** The library's words → what to do about it. First match wins. */
const explanations: [RegExp, (line: string) => string][] = [
  [/tab characters/, () => 'A tab cannot indent YAML: use spaces, two for each level.'],
  [/double quoted/, () => unclosed('"')],
  [/single quoted/, () => unclosed("'")],
  [
    /flow collection|missed comma|deficient indentation|node content/,
    () => 'A list or mapping in brackets is not closed, or lacks a comma between two entries.',
  ],
  [
    /escape sequence|hexadecimal/,
    () => 'Unknown escape in a double-quoted text: write `\\\\` for a backslash, or use single quotes.',
  ],
  [
    /alias/,
    () =>
      'An alias needs the name of an anchor right behind its `*`, such as `*defaults`; quote the value if `*` is meant literally.',
  ],
  [
    /anchor/,
    () =>
      'An anchor needs a name right behind its `&`, such as `&defaults`; quote the value if `&` is meant literally.',
  ],
  [/non-printable|null byte/, () => 'This line holds a character that cannot be printed; YAML does not allow it.'],
];

function explain(reason: string, line: string): string {
  const quote = opens(line);
  if (quote && quote !== '[' && /deficient|quoted|end of the/.test(reason)) return unclosed(quote);
  const known = explanations.find(([pattern]) => pattern.test(reason));
  if (known) return known[1](line);
  const reserved = /^(?:- +)*(?:[\w.-]+: +)?(?:- +)*([@`%])/.exec(line);
  if (reserved) return `A value cannot start with \`${reserved[1]}\` in YAML: put it in quotes.`;
  if (/(?:: +|^- +)(?:'[^']*'|"(?:\\.|[^"\\])*")\s*[^\s,#\]}:]/.test(line))
    return "Text stands behind the closing quote: put the whole value in quotes, and write a `'` inside single quotes twice.";
  if (/^(?:- +)*[^\s:"'[{#]+: .*: /.test(line) || /: .*: /.test(line))
    return 'A second `: ` on one line: put the value in quotes, or start the inner mapping on its own line, indented.';
  if (lacksBlank(line)) return 'A blank is missing behind the colon: write `key: value`.';
  if (!line.includes(':') && !line.startsWith('-'))
    return `\`${line}\` is neither a key nor a list item: write \`key: value\` or \`- item\`.`;
  if (/^-\S/.test(line) && !/^---/.test(line)) return 'A blank is missing behind the dash: write `- item`.';
  if (/indentation|document separator|multiline key|mapping entry|sequence entry/.test(reason))
    return 'This line does not fit its surroundings: check its indentation (keys of one mapping start in the same column) and the line above.';
  return `This is not valid YAML: ${reason}.`;
}
