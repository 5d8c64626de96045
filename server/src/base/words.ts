// Small helpers for words and lines: what the user probably meant, lists of words for messages, where a line starts.
import { remembering } from './recurring';

/** Offset at which the line of `offset` starts. (`lastIndexOf` takes a negative position for 0, and would find a line break there.) */
export const lineStart = (text: string, offset: number): number =>
  offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

/** Longer words are no mistyped names. */
const longestName = 100;

/**
 * Edit distance with transpositions (`memroy` is one step from `memory`). Infinity when it is more than `most`, or a word is too
 * long to be a name: the work grows with the product of the lengths.
 */
export function distance(a: string, b: string, most = Infinity): number {
  if (Math.abs(a.length - b.length) > most || Math.max(a.length, b.length) > longestName) return Infinity;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
      if (best < least) least = best;
    }
    if (least > most) return Infinity;
    [before, above] = [above, row];
  }
  return above[b.length]!;
}

/** Candidates that are spelled much like a word, best first; at most three. */
export function misspelled(word: string, candidates: Iterable<string>): string[] {
  const plain = (text: string) => text.toLowerCase().replace(/[-_\s]/g, '');
  const wanted = plain(word);
  const most = Math.max(1, Math.floor(wanted.length / 3));
  return [...candidates]
    .filter((candidate) => candidate.length <= longestName)
    .map((candidate) => ({ candidate, steps: distance(wanted, plain(candidate), most) }))
    .filter(({ candidate, steps }) => steps <= most && steps < plain(candidate).length)
    .sort((a, b) => a.steps - b.steps)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Candidates that are likely meant by a word, at most three: misspelled ones, else those it is a part of (`nodejs` → `nodejs_buildpack`). */
export function closest(word: string, candidates: Iterable<string>): string[] {
  if (word.length > longestName) return [];
  const names = [...candidates];
  const near = misspelled(word, names);
  return near.length || word.length < 3 ? near : names.filter((name) => beginsWord(name, word)).slice(0, 3);
}

/** `1.0` in `release/1.0`, `node` in `nodejs_buildpack`; not `ode`. */
function beginsWord(name: string, word: string): boolean {
  const words = (text: string) => ` ${text.toLowerCase().replace(/[^\p{L}\d.]+/gu, ' ')}`;
  return words(name).includes(words(word));
}

/** What is wrong with a value, as a sentence for the user without its full stop. */
export interface Wrong {
  wrong: string;
}

/** a, b or c */
export const enumerated = (words: readonly string[], last: 'and' | 'or'): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

/** `a`, `b` or `c` */
export const listed = (words: string[], last: 'and' | 'or' = 'or'): string =>
  enumerated(
    words.map((word) => `\`${word}\``),
    last,
  );

/** A value for a message: `` `512X` ``, or "(empty)". */
export const shown = (text: string): string => (text.trim() ? `\`${shorten(text)}\`` : '(empty)');

/** A long value, cut for a message. */
export const shorten = (text: string, most = 40): string => {
  const end = text.indexOf('\n');
  const line = end < 0 ? text : `${text.slice(0, end).trimEnd()} …`;
  return line.length > most ? `${line.slice(0, most)}…` : line;
};

/** `Health-Check-Type`, `healthCheckType` → `health_check_type`, as Rails does to the keys of applications and processes. */
export const underscore = remembering((key) =>
  key
    .replace(/(?<![A-Z\d])([A-Z\d]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase(),
);
