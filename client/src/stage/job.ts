// A staging as the editor sees it: what is to be staged, what is under way, and how it ended.
import type * as vscode from 'vscode';
import type { ResolvedApplication, PlatformId } from '../../../server/src/base/protocol';
import type { WorkTerminal } from './terminal';
import type { ResultEvent, ProblemEvent } from '../staging/report/events';
import type { PastStaging } from './history';
import type { FailedStaging } from '../staging/stage/keep';
import type { Stager } from '../staging/stage/stager';

/** One application to be staged. */
export interface Job {
  application: ResolvedApplication;
  platform: PlatformId;
  manifest?: vscode.Uri;
  scope: vscode.Uri;
  overrides: Overrides;
  /** Set to go on where an earlier staging of it failed, in its container. */
  again?: NonNullable<FailedStaging['again']>;
  /** Set for an app that is watched: what stages it round after round, and whether this is the first. */
  round?: { stager: Stager; isFirst: boolean };
}

/** Where a staging writes, and what it obeys. */
export type StagingTerminal = Pick<WorkTerminal, 'line' | 'signal' | 'cancel'>;

/** A staging under way. */
export interface RunningStaging {
  /** Of its entry in the history, once it has one. */
  id?: string;
  application: string;
  source: string;
  startedAt: number;
  /** What is going on, as a sentence's beginning: "Compiling with ruby_buildpack". */
  doing: string;
  terminal: StagingTerminal;
}

/** How a job ended; `last` are the last lines of its output, for agents. */
export interface Finished {
  past: PastStaging;
  result: ResultEvent;
  problems: ProblemEvent[];
  last: string[];
}

/** Why it failed: what was only warned of did not end it. */
export const mainProblem = (problems: readonly ProblemEvent[]): ProblemEvent | undefined =>
  problems.find(({ severity }) => severity === 'error');

/** What a task may set instead of the manifest. */
interface Overrides {
  buildpacks?: string[];
  stack?: string;
  /** Absolute path. */
  droplet?: string;
}
