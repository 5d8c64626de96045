// A staging under way: what its steps share.
import type { Engine, Sandbox } from '../engines/engine';
import type { StagingResult } from '../formats/stagingInfo';
import type { Platform } from '../lifecycle/platform';
import type { ScriptContext } from '../lifecycle/runScript';
import type { Journal } from '../report/journal';
import type { StageRequest } from '../report/request';
import type { Sent } from '../files/sent';
import type { StagedBuildpack } from '../lifecycle/stagedBuildpack';
import type { Steps } from './steps';
import type { TimeLimit } from './timeLimit';

/** What is not as it was when it was sent. */
export interface Changes {
  app: boolean;
  /** Keys. */
  buildpacks: ReadonlySet<string>;
}

/** How the container was at earlier steps. */
export interface GoingBack {
  /** What had been said where the staging goes on. */
  readonly transcript: readonly string[];
  /** A step begins: keeps how it is now, if a change can make that the place to go on from. */
  before(step: string, of: readonly StagedBuildpack[], staging: Staging): Promise<void>;
  /** Puts the container back to before the first step that can differ. Answers false when that cannot be: then it is of no use any more. */
  goBack(staging: Staging, changes: Changes): Promise<boolean>;
}

/** What a staging is about, however often it is tried; the fields that are not read-only are known from some phase on. */
export interface Matter {
  readonly request: StageRequest;
  readonly engine: Engine;
  readonly platform: Platform;
  readonly steps: Steps;
  /** The files of the app and its buildpacks that are inside. */
  readonly sent: Sent;
  /** For one that is done again and again: the container stays, and can be put back to how it was. */
  readonly checkpoints?: GoingBack;
  sandbox?: Sandbox;
  context?: ScriptContext;
  result?: StagingResult;
}

/** One try, under way, wherever it goes on. */
export interface Attempt {
  readonly request: StageRequest;
  readonly platform: Platform;
  readonly journal: Journal;
  /** Aborted by the user or by the time limit. */
  readonly signal: AbortSignal;
  readonly timeLimit: TimeLimit;
  sandbox?: Sandbox;
}

/** One try in a sandbox. */
export interface Staging extends Matter, Attempt {
  sandbox?: Sandbox;
}
