// A staging under way: what its steps share.
import type { Engine, Sandbox } from '../engines/engine';
import type { StagingResult } from '../formats/stagingInfo';
import type { Platform } from '../lifecycle/platform';
import type { ScriptContext } from '../lifecycle/runScript';
import type { Journal } from '../report/journal';
import type { StageRequest } from '../report/request';
import type { Sent } from '../files/sent';
import type { Steps } from './steps';
import type { TimeLimit } from './timeLimit';

/** What a staging is about, however often it is tried; the fields that are not read-only are known from some phase on. */
export interface Matter {
  readonly request: StageRequest;
  readonly engine: Engine;
  readonly platform: Platform;
  readonly steps: Steps;
  /** The files of the app and its buildpacks that are inside. */
  readonly sent: Sent;
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
