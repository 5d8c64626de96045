// node bootstrap.mjs SCRIPT …ARGS: installs the packages if a fresh clone has none, then runs a TypeScript script of the project.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const windows = process.platform === 'win32';

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`This is Node.js ${process.version}, and the project needs 20 or newer. Install it and try again.`);
  process.exit(1);
}
if (!existsSync(join(root, 'node_modules/tsx'))) {
  console.log('Installing packages with npm ci …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (status !== 0) process.exit(status ?? 1);
}

const child = spawn(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
// A terminal sends Ctrl+C to the child as well, a supervisor signals only us.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => (signal === 'SIGTERM' || !process.stdin.isTTY) && child.kill(signal));
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
