// What a staging reads from this machine that the user may be working on.
import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { orderOf } from '../lifecycle/fetchBuildpacks';
import type { StageRequest } from '../report/request';

export interface WatchedPaths {
  /** A folder, or an archive. */
  app: string;
  /** The folders among the buildpacks, by key. */
  buildpacks: Map<string, string>;
  manifest?: string;
}

export function watchedPaths(request: StageRequest): WatchedPaths {
  const folders = orderOf(request).filter(({ ref }) => isFolder(ref));
  return {
    app: request.application.path.value,
    buildpacks: new Map(folders.map(({ key, ref }) => [key, ref])),
    manifest: request.manifest,
  };
}

const isFolder = (ref: string): boolean =>
  isAbsolute(ref) && (statSync(ref, { throwIfNoEntry: false })?.isDirectory() ?? false);
