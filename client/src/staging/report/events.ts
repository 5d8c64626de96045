// What a staging reports while it runs (design: the engine reports, it never prints). Listeners: terminal, diagnostics,
// notification, tree, command line, agent tool.
import type { Remedy } from '../../../../server/src/base/remedy';
import type { Progress } from './progress';

export const phases = [
  'prepare',
  'upload',
  'requirements',
  'pre-staging',
  'buildpacks',
  'detect',
  'supply',
  'finalize',
  'compile',
  'release',
  'post-staging',
  'package',
  'download',
  'cleanup',
] as const;

export type Phase = (typeof phases)[number];

/** Those in which scripts of the app and of buildpacks run. */
export const scriptPhases: ReadonlySet<Phase> = new Set([
  'pre-staging',
  'detect',
  'supply',
  'finalize',
  'compile',
  'release',
  'post-staging',
]);

export interface PhaseEvent {
  event: 'phase';
  phase: Phase;
  /** `running` tells how far a long one has come; `cancelled` is one that the user has stopped. */
  state: 'started' | 'running' | 'done' | 'failed' | 'cancelled' | 'skipped';
  /** Name of the buildpack the phase is about, without credentials. */
  buildpack?: string;
  /** What the phase works on, in words: an image, a hook's command, a size. */
  detail?: string;
  /** Milliseconds, on the events that end a phase. */
  ms?: number;
  /** With `running`. */
  progress?: Progress;
}

/** One line of output, without its newline, ANSI sequences kept, secrets masked. */
export interface LogEvent {
  event: 'log';
  phase: Phase;
  stream: 'stdout' | 'stderr';
  text: string;
}

/** Something the user can mend: what happened, why, what next (the end of which is in `remedies`). Positions are 1-based. */
export interface ProblemEvent {
  event: 'problem';
  code: string;
  severity: 'error' | 'warning' | 'information';
  message: string;
  remedies?: Remedy[];
  file?: string;
  line?: number;
  column?: number;
  endLine?: number;
  endColumn?: number;
  /** More to read: a script's last words, what each detect said, the same failure in another file. */
  related?: Related[];
}

/** Positions are 1-based; without a file it is about the problem's own place. */
export interface Related {
  message: string;
  file?: string;
  line?: number;
  column?: number;
}

export interface ResultEvent {
  event: 'result';
  outcome: Outcome;
  exitCode: number;
  /** Name of the application. */
  application?: string;
  /** Path of the droplet on this machine, its size in bytes and its digest in hex. */
  droplet?: string;
  size?: number;
  sha256?: string;
  detectedBuildpack?: string;
  buildpacks?: { key: string; name: string; version?: string }[];
  processes?: Record<string, string>;
  startCommand?: string;
  ms: number;
  /** Milliseconds per phase. */
  phases: Partial<Record<Phase, number>>;
  /** The reference's result.json. */
  result?: unknown;
  /** With --keep-failed: the command that opens a shell where the staging failed. */
  shell?: string;
}

/** Files have changed while the app was watched, so it is staged again. Absolute paths. */
export interface ChangeEvent {
  event: 'change';
  files: string[];
}

/** What a staging gave otherwise than the one before, when an app is staged again and again. */
export interface DifferenceEvent {
  event: 'difference';
  /** Lines that scripts printed, by phase; the release's are the process types. */
  printed: { phase: Phase; buildpack?: string; lines: { kind: 'added' | 'removed'; text: string }[] }[];
  /** What the droplet holds: bytes before and after. A path that ends with a slash stands for a whole folder. */
  files: { path: string; kind: 'added' | 'removed' | 'changed'; before?: number; after?: number }[];
}

export type StagingEvent = PhaseEvent | LogEvent | ProblemEvent | ResultEvent | ChangeEvent | DifferenceEvent;

/** A promise it answers is awaited before more of a script's output is read: who listens may be slower than who writes. */
export type Report = (event: StagingEvent) => unknown;

/** Outcomes and exit codes: the reference's builder (222–225), then ours. */
export const exitCodes = {
  staged: 0,
  StagingError: 1,
  BadInput: 2,
  EngineUnavailable: 3,
  StagingTimeExpired: 124,
  Cancelled: 130,
  NoAppDetected: 222,
  BuildpackCompileFailed: 223,
  BuildpackReleaseFailed: 224,
  BuildpackSupplyFailed: 225,
  HookFailed: 227,
  RequirementsFailed: 228,
} as const;

export type Outcome = keyof typeof exitCodes;
