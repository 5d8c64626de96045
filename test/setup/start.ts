// npm start: opens the sample workspace with the extension in a real VS Code, on the desktop if there is one, else in the browser.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installExtension, startWorkbench, workbenchUrl } from '../workbench/server';
import { ensureEngine } from './engine';
import { root, run, which } from './machine';
import { copySampleWorkspace } from './sampleWorkspace';
import { ensureStackImage } from './stackImage';
import { step } from './steps';
import { makeVsix } from './vsix';
import { ensureWorkbench } from './workbench';

void main();

async function main(): Promise<void> {
  console.log('Setup');
  const engine = await step('engine', ensureEngine);
  if (engine) await step('stack image', ensureStackImage);
  const workspace = copySampleWorkspace();
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const code = display && ['code', 'code-insiders', 'codium'].map(which).find(Boolean);
  const stop = await (code ? openDesktop(code, workspace.folder) : openBrowserWorkbench(workspace.folder));
  if (!stop) process.exit(1);

  console.log('Stop with Ctrl+C. The workspace is a copy: change it as you like.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await stop();
      workspace.remove();
      await engine?.stop();
      process.exit(0);
    });
  }
  setInterval(() => {}, 1 << 30); // until a signal comes
}

type Stop = () => Promise<void>;

async function openDesktop(code: string, folder: string): Promise<Stop | undefined> {
  await step('build', async () => (await run(process.execPath, ['esbuild.mjs'], { cwd: root })) || 'the bundles');
  spawn(code, ['--new-window', `--extensionDevelopmentPath=${root}`, folder], {
    stdio: 'ignore',
    detached: true,
  }).unref();
  console.log(`\nOpened ${folder} in ${code}.`);
  return async () => {};
}

async function openBrowserWorkbench(folder: string): Promise<Stop | undefined> {
  if (!(await step('workbench', ensureWorkbench))) return undefined;
  const home = mkdtempSync(join(tmpdir(), 'workbench-'));
  const places = { userData: join(home, 'data'), extensions: join(home, 'extensions') };
  await step('extension', async () => {
    await installExtension(await makeVsix(home), places);
    return 'packaged and installed';
  });
  const workbench = await startWorkbench({ ...places, driver: false });
  console.log(`\nOpen ${workbenchUrl(workbench, folder)} in a browser.`);
  return async () => {
    await workbench.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
}
