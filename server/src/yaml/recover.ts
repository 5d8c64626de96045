// What makes the parser tolerant: finds the line that breaks the text, blanks as little of it as helps, reports it and goes on.
// A parse costs a millisecond, so trying a few candidates is cheaper than a parser that recovers.
import { control, invisible, isBreak } from './characters';
import { explain, lacksBlank, opensWithoutClosing } from './explain';
import type { Line } from './explain';
import type { YamlFailure } from './source';
import type { SyntaxProblem } from './tree';

/** More errors than this in one file tell the user nothing new. */
const mostErrors = 8;

const horizonSize = 2000;
const horizonOr = (horizon: number) => (horizon < 0 ? Infinity : horizon);

type Failure = Pick<YamlFailure, 'reason' | 'position'>;
type Read<T> = (source: string) => { result: T } | Failure;

/** The result of `read` on the text, or on the text without its guilty lines (same length, same offsets). */
export function recover<T>(text: string, read: Read<T>): { result?: T; errors: SyntaxProblem[] } {
  const errors: SyntaxProblem[] = [];
  let source = text;
  for (;;) {
    const outcome = read(source);
    if ('result' in outcome) return { result: outcome.result, errors: errors.sort((a, b) => a.start - b.start) };
    if (errors.length === mostErrors) return { result: lastResort(source, outcome.position, read), errors };
    const best = bestCandidate(source, outcome, read);
    errors.push(problem(text, best?.line ?? lineAt(text, outcome.position), outcome));
    if (!best) return { result: lastResort(source, outcome.position, read), errors };
    source = best.source;
  }
}

interface Candidate {
  line: Line;
  source: string;
}

/** The change after which the parser gets furthest; among equals the one nearest to the reported line that keeps most. */
function bestCandidate<T>(source: string, failure: Failure, read: Read<T>): Candidate | undefined {
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
function suspects(source: string, failure: Failure): Line[] {
  const reported = lineAt(source, Math.min(failure.position, source.length));
  const found = [reported];
  let line = lineAbove(source, reported);
  for (let looked = 0; line && found.length < 3 && looked < 50; looked++) {
    if (line.text.trim() !== '') found.push(line);
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
  const likely = mayBeOpen && found.some((one) => opensWithoutClosing(one.text)) ? opensWithoutClosing : lacksBlank;
  return found.sort((a, b) => Number(likely(b.text)) - Number(likely(a.text)));
}

/** Ways to make a line harmless, most of it kept first: odd characters → blanks, value gone, dash kept, all gone. */
function replacements({ text }: Line): string[] {
  const ways: string[] = [];
  const add = (kept: string) => {
    const way = kept.padEnd(text.length);
    if (way !== text && !ways.includes(way)) ways.push(way);
  };
  const every = (pattern: RegExp) => new RegExp(pattern, 'g');
  const allowed = text.replace(every(control), ' ');
  add(allowed);
  const indented = allowed.replace(/^\s+/, (indent) => ' '.repeat(indent.length));
  add(indented);
  add(indented.replaceAll('\t', ' ').replace(every(invisible), ' '));
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
function problem(text: string, guilty: Line, failure: Failure): SyntaxProblem {
  const line = lineAt(text, guilty.start);
  const blank = line.text.trim() === '';
  const first = line.start + (blank ? 0 : line.text.length - line.text.trimStart().length);
  const end = blank ? line.end : line.start + line.text.trimEnd().length;
  const start = failure.position > first && failure.position < end ? failure.position : first;
  const number = text.slice(0, line.start).split('\n').length - 1;
  return { message: explain(failure, text, line), start: Math.min(start, end), end, line: number };
}
