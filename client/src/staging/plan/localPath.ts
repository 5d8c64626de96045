// Where a reference to a buildpack leads on this machine.
import { parseBuildpack, pathFrom } from '../../../../server/src/buildpacks/reference';

/** `bp/x`, `./x` and `../x.zip` from `folder`, as an absolute path; undefined for names, URLs and what else is no path. */
export function localPath(reference: string, folder: string): string | undefined {
  const parsed = parseBuildpack(reference);
  return parsed.kind === 'local' && !parsed.isUrl ? pathFrom(folder, parsed.path) : undefined;
}
