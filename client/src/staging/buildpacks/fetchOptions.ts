// What every way of fetching a buildpack gets.
import type { Remedy } from '../../../../server/src/base/remedy';
import type { WorkLog } from '../report/progress';
import type { StagingFailure } from '../report/failure';
import type { BuildpackCache } from './buildpackCache';

export interface FetchOptions {
  /** Names of the installed buildpacks, for a name that is none of them. */
  installed: string[];
  log: WorkLog;
  signal: AbortSignal;
  /** PEM files to trust besides the usual authorities. */
  caFiles: string[];
  /** Where fetched buildpacks are kept. */
  cacheFolder?: string;
}

/** What each way of fetching gets: the order's entry for messages, and where in the manifest it is. */
export interface Fetching extends Omit<FetchOptions, 'cacheFolder'> {
  cache: BuildpackCache;
  /** Shown to users, without credentials. */
  shown: string;
  fail(logged: string, message: string, ...remedies: Remedy[]): StagingFailure;
}
