// Packages the extension the way `npm run package` does.
import { join } from 'node:path';
import { root, run } from './machine';

/** Returns the path of the `.vsix` in the folder. The bundles are those of production afterwards. */
export async function makeVsix(folder: string): Promise<string> {
  const vsix = join(folder, 'cloudfoundry-staging.vsix');
  await run('npm', ['run', 'package', '--', '--out', vsix], { cwd: root });
  return vsix;
}
