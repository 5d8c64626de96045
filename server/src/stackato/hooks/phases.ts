// The hooks: where each runs, when, as whom and in which folder, and how its commands are read.
import type { HookPhase } from '../../base/protocol';

export interface PhaseFacts {
  /** "where" for people. */
  place: string;
  when: string;
  user: string;
  folder: string;
  /** Whether the commands share one shell. */
  sharedShell: boolean;
  /** What a command that fails does. */
  failure: string;
  /** A leading `-` lets a command fail. */
  dash: boolean;
}

const inStaging = {
  place: 'the staging container',
  user: '`stackato` (Helion: `helion`), not root',
  folder: 'the application, `/tmp/staged/app`',
};
const aborts = { sharedShell: true, dash: true };

const phases: Readonly<Record<HookPhase, PhaseFacts>> = {
  'pre-push': {
    place: 'your own machine',
    when: 'on every push, before the files are packed',
    user: 'you',
    folder: 'the application',
    sharedShell: false,
    failure: 'is printed, and the push goes on',
    dash: false,
  },
  'pre-staging': {
    ...inStaging,
    ...aborts,
    when: 'before the buildpack detects and compiles',
    failure: 'ends the staging',
  },
  'post-staging': {
    ...inStaging,
    ...aborts,
    when: 'after the buildpack, before the droplet is packed',
    failure: 'ends the staging',
  },
  'pre-running': {
    place: 'every container of the application',
    when: 'at each start, before the start command',
    user: inStaging.user,
    folder: 'the application, `$HOME`',
    ...aborts,
    failure: 'ends the start',
  },
  'legacy-running': {
    place: 'every container of the application',
    when: 'at each start, later than `pre-running`, with the legacy buildpack only',
    user: inStaging.user,
    folder: 'the application, `$HOME`',
    ...aborts,
    failure: 'ends the start',
  },
};

export const hookPhases = Object.keys(phases) as HookPhase[];

/** A command as the platform runs it. `start`: where it begins in the text written. */
export interface HookCommand {
  text: string;
  start: number;
  /** It was written with a leading `-`, or its failure never counts. */
  ignoreFailure: boolean;
}

/**
 * The commands one written value stands for. A single text for `pre-push` is read as a Tcl list: `make all` runs `make` and `all`.
 * A leading `-` (`- cmd` too) lets a command of the other hooks fail.
 */
export function commandsOf(phase: HookPhase, text: string, single: boolean): HookCommand[] {
  const { dash } = phases[phase];
  if (single && phase === 'pre-push') {
    return [...text.matchAll(/\S+/g)].map((word) => ({ text: word[0], start: word.index, ignoreFailure: true }));
  }
  const prefix = dash ? /^\s*-\s*/.exec(text)?.[0] : undefined;
  return [
    {
      text: prefix ? text.slice(prefix.length) : text,
      start: prefix?.length ?? 0,
      ignoreFailure: !dash || prefix !== undefined,
    },
  ];
}
