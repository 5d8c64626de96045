// The shape of the tables in this folder: what a line of output means, and what to do about it.
import type { Remedy } from '../../../../../server/src/base/remedy';
import type { NamedPlace } from '../../report/failure';

/**
 * How much a row explains. `root` explains all else (no network, no memory, a program that is missing); `error` ended a tool;
 * `trace` is the exception of an interpreter, which what stands above often explains; `attempt` is what a script may
 * well survive (a file that is not there); `summary` only says that something failed.
 */
export const ranks = ['summary', 'attempt', 'trace', 'error', 'root'] as const;
export type Rank = (typeof ranks)[number];

/** What is told of a failure. `{group}` stands for what the pattern found. */
export interface Told {
  /** Decisive words with which the sentence begins. */
  what: string;
  /** What that means, when the words alone do not tell. A sentence. */
  means?: string;
  /** What to do next: a sentence without its full stop, or the whole remedy. */
  next: string | Remedy;
}

export interface Row extends Told {
  /**
   * Matched against one line, without ANSI sequences, cut at `longestLine` of finder.ts; it must run in linear time. Named groups
   * fill the texts; those called `file`, `line` and `column` are the place, `message` is what the place shows.
   */
  pattern: RegExp;
  /** Default: `error`. */
  rank?: Rank;
  /** The exit status that a script ends with when this is what ended it: then it counts as a root. */
  ends?: number;
  /** The place is the line of this file of the app that holds the group `name`; `{group}` filled in. */
  inFile?: string;
  /** The next line that says something is the `message`, or all of the next paragraph. */
  below?: 'line' | 'paragraph';
  /** A line further below that completes the message: its group `detail`, e.g. `  symbol:   variable frob`. */
  detail?: RegExp;
  /** The place stands on a line of its own nearby: a frame of a trace, rustc's arrow. */
  nearby?: boolean;
}

export interface Cause {
  what: string;
  means?: string;
  next: Remedy;
  /** Most likely first; which of them is a file of the app, only the app's folder tells. */
  places: NamedPlace[];
  /** What the place itself shows: `what` without the place. */
  message: string;
}
