// A staging under way: what its steps share.
import type { Engine, Sandbox } from '../engines/engine';
import type { StagingResult } from '../formats/stagingInfo';
import type { Platform } from '../lifecycle/platform';
import type { ScriptContext } from '../lifecycle/runScript';
import type { Journal } from '../report/journal';
import type { StageRequest } from '../report/request';
import type { TimeLimit } from './timeLimit';

/** A staging under way; the fields that are not read-only are known from some phase on. */
export interface Staging {
  readonly request: StageRequest;
  readonly engine: Engine;
  readonly platform: Platform;
  readonly journal: Journal;
  /** Aborted by the user or by the time limit. */
  readonly signal: AbortSignal;
  readonly timeLimit: TimeLimit;
  sandbox?: Sandbox;
  context?: ScriptContext;
  result?: StagingResult;
}
