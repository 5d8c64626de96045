// What a session has of the machine it runs on. A browser has neither a disk nor git, see ../browser/.
import { diskFiles } from '../base/disk';
import type { Files } from '../base/files';
import { BuildpackLookups } from '../buildpacks/lookups';
import type { Lookups } from '../buildpacks/lookups';

export interface Machine {
  files: Files;
  lookups: Lookups;
  /** Set while files that were asked for are still on their way: what was answered without them is to be answered again. */
  arriving?(): Promise<void> | undefined;
  /** Something has changed: what is remembered of files counts no longer. */
  forget?(): void;
}

/** Its disk, and git. */
export const thisMachine = (): Machine => ({ files: diskFiles, lookups: new BuildpackLookups() });
