// What a session has of the machine it runs on. A browser has neither a disk nor git, see ../browser/.
import { diskFiles } from '../base/disk';
import type { Files } from '../base/files';
import { BuildpackLookups } from '../buildpacks/lookups';
import type { Lookups } from '../buildpacks/lookups';

export interface Machine {
  files: Files;
  lookups: Lookups;
}

/** Its disk, and git. */
export const thisMachine = (): Machine => ({ files: diskFiles, lookups: new BuildpackLookups() });
