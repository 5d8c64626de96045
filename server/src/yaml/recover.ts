// What makes the parser tolerant: finds the line that breaks the text, blanks as little of it as helps, reports it and goes on.
// A parse costs a millisecond, so trying a few candidates is cheaper than a parser that recovers.
import { control, invisible, isBreak } from './characters';
import { explain, lacksBlank, opensWithoutClosing } from './explain';
import type { Line } from './explain';
import { Patched } from './patched';
import type { YamlFailure } from './yamlSource';
import type { SyntaxProblem } from './tree';

/** More errors than this in one file tell the user nothing new. */
const mostErrors = 8;

/** How far behind an error a change is judged. */
const horizon = 2000;

type Failure = Pick<YamlFailure, 'reason' | 'position'>;
type Read<T> = (source: string) => { result: T } | Failure;

/** The result of `read` on the text, or on what is left of it without its guilty lines, and how that was patched. */
export function recover<T>(text: string, read: Read<T>): { result?: T; patched: Patched; errors: SyntaxProblem[] } {
  const errors: SyntaxProblem[] = [];
  let patched = new Patched(text);
  for (;;) {
    const outcome = read(patched.source);
    if ('result' in outcome)
      return { result: outcome.result, patched, errors: errors.sort((a, b) => a.start - b.start) };
    const best = errors.length === mostErrors ? undefined : bestCandidate(patched, outcome, read);
    if (errors.length < mostErrors) {
      const guilty = best?.line ?? lineAt(patched.source, outcome.position);
      const found = { ...outcome, position: patched.origin(outcome.position) };
      const cure = best && cureOf(best);
      const at = patched.origin(guilty.start);
      errors.push({ ...problem(text, at, found), ...(cure && { cure: { ...cure, ...spanAt(text, at) } }) });
    }
    if (!best) return { result: lastResort(patched.source, outcome.position, read), patched, errors };
    patched = best.patched;
  }
}

interface Candidate {
  line: Line;
  replacement: string;
  patched: Patched;
}

/** The change after which the parser gets furthest; among equals the one nearest to the reported line that keeps most. */
function bestCandidate<T>(now: Patched, failure: Failure, read: Read<T>): Candidate | undefined {
  let best: Candidate | undefined;
  let furthest = failure.position;
  // Whether a change helps shows soon behind the error; the rest of a large file need not be read for that.
  const end = now.source.indexOf('\n', failure.position + horizon);
  for (const line of suspects(now.source, failure)) {
    for (const replacement of replacements(line)) {
      const candidate = { line, replacement, patched: now.replace(line.start, line.end, replacement) };
      const longer = replacement.length - line.text.length;
      const { source } = candidate.patched;
      const outcome = read(end < 0 ? source : source.slice(0, end + longer));
      if ('result' in outcome || (end >= 0 && outcome.position >= end + longer)) return candidate;
      const position = outcome.position - longer;
      if (position > furthest || !best) {
        if (position > furthest) furthest = position;
        best = candidate;
      }
    }
  }
  return best;
}

/** What the line was meant to be; undefined when the change leaves out more than blanks and what looks like them. */
function cureOf({ line, replacement }: Candidate): { text: string } | undefined {
  const bare = (text: string) => text.replace(new RegExp(`\\s|${invisible.source}|${control.source}`, 'g'), '');
  const text = replacement.replace(/^\n+/, '').trimEnd();
  return [bare(line.text), `${bare(line.text)}:`].includes(bare(text)) ? { text } : undefined;
}

/** The line that begins at an offset. */
const spanAt = (text: string, start: number) => ({ start, end: lineAt(text, start).end });

/** Lines that may be to blame: the reported one, two above it, and the nearest one that opens a quote or bracket it does not close. */
function suspects(source: string, failure: Failure): Line[] {
  const reported = lineAt(source, Math.min(failure.position, source.length));
  const found = [reported];
  let line = lineAbove(source, reported);
  for (let looked = 0; line && found.length < 3 && looked < 50; looked++) {
    if (/[^ \t]/.test(line.text)) found.push(line);
    line = lineAbove(source, line);
  }
  const mayBeOpen = /end of stream|document indicator|',' or|node content|key|':'|not allowed/.test(failure.reason);
  for (let looked = 0; mayBeOpen && line && looked < 2000; looked++) {
    if (opensWithoutClosing(line.text)) {
      found.push(line);
      break;
    }
    line = lineAbove(source, line);
  }
  const isLikely = mayBeOpen && found.some((one) => opensWithoutClosing(one.text)) ? opensWithoutClosing : lacksBlank;
  const guilt = ({ text }: Line) => (isOdd(text) ? 2 : isLikely(text) ? 1 : isLandmark(text) ? -1 : 0);
  return found.sort((one, other) => guilt(other) - guilt(one));
}

/** Indented by anything but spaces, blanks in front of the `---` between documents, or a list beside its key. */
const isOdd = (line: string): boolean => oddIndent.test(line) || /^ +---(\s|$)/.test(line) || besideKey.test(line);
const oddIndent = new RegExp(`^ *(\\t|${invisible.source})`);
/** Example: `applications:- name: my-app` */
const besideKey = /^[\w-]+:(?=- )/;

/** What is missing where a line shows what was meant. */
const cures: [slip: RegExp, cure: string][] = [
  [besideKey, '$&\n'],
  [/^\s*(?:- +)*[\w-]+:(?=[^\s/:][^:]*$)/, '$& '],
  [/^\s*-(?=[A-Za-z])/, '$& '],
  [/^\s*(?:- +)*[A-Za-z][\w-]*$/, '$&:'],
];

/** Example: `applications:`, without which what stands below would be lost. */
const isLandmark = (line: string): boolean => /^[\w-]+:\s*$/.test(line);

/** Ways to make a line harmless, most of it kept first: odd characters → blanks, value gone, dash kept, all gone. */
function replacements({ text }: Line): string[] {
  const ways: string[] = [];
  const add = (kept: string) => {
    const way = kept.padEnd(text.length);
    if (way !== text && !ways.includes(way)) ways.push(way);
  };
  const blanked = (pattern: RegExp, line: string) => line.replace(new RegExp(pattern, 'g'), ' ');
  for (const [slip, cure] of cures) add(text.replace(slip, cure));
  const allowed = blanked(control, text);
  add(allowed);
  const indent = /^\s*/.exec(blanked(invisible, allowed))![0];
  const content = allowed.slice(indent.length);
  for (const width of [2, 4, 1]) add(indent.replaceAll('\t', ' '.repeat(width)) + content);
  if (isOdd(text)) add('\n'.repeat(indent.length) + content); // at the margin
  add(blanked(/\t/, blanked(invisible, allowed)));
  const key = /^\s*(?:- +)*[\w.()/-]+:(?= )/.exec(text);
  if (key) add(key[0]);
  const dash = /^\s*-(?= )/.exec(text);
  if (dash) add(dash[0]);
  add('');
  return ways;
}

/** When nothing helps: whatever stands above the error. */
function lastResort<T>(source: string, position: number, read: Read<T>): T | undefined {
  for (let cut = lineAt(source, position).start; cut > 0; cut = lineAt(source, cut - 1).start) {
    const outcome = read(source.slice(0, cut) + ' '.repeat(source.length - cut));
    if ('result' in outcome) return outcome.result;
    if (outcome.position < cut) cut = lineAt(source, outcome.position).end;
  }
  return undefined;
}

function lineAt(source: string, offset: number): Line {
  let start = Math.min(offset, source.length);
  let end = start;
  while (start > 0 && !isBreak(source.charCodeAt(start - 1))) start--;
  while (end < source.length && !isBreak(source.charCodeAt(end))) end++;
  return { start, end, text: source.slice(start, end) };
}

const lineAbove = (source: string, { start }: Line): Line | undefined =>
  start > 0 ? lineAt(source, start - (source.startsWith('\r\n', start - 2) ? 2 : 1)) : undefined;

/** The error as the user sees it: on the guilty line, from where the parser stumbled if that was on this line. */
function problem(text: string, guilty: number, failure: Failure): SyntaxProblem {
  const line = lineAt(text, guilty);
  const blank = line.text.trim() === '';
  const first = line.start + (blank ? 0 : line.text.length - line.text.trimStart().length);
  const end = blank ? line.end : line.start + line.text.trimEnd().length;
  const start = failure.position > first && failure.position < end ? failure.position : first;
  const number = text.slice(0, line.start).split('\n').length - 1;
  return { message: explain(failure, text, line), start: Math.min(start, end), end, line: number };
}
