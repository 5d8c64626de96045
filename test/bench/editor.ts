// What the extension costs an editor that has it installed: activation in a real VS Code, and the size of the download.
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from '../setup/browser';
import { root } from '../setup/machine';
import { step } from '../setup/steps';
import { makeVsix } from '../setup/vsix';
import { ensureWorkbench } from '../setup/workbench';
import { figure, median, printTable } from './table';

const starts = Number(process.env.BENCH_STARTS ?? 3);
const megabyte = 1_000_000;

export async function benchEditor(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const rows = [['vsix', figure(statSync(await makeVsix(folder)).size / megabyte), 'MB', '1']];
    for (const name of ['extension', 'languageClient', 'server', 'staging', 'web/extension', 'web/server'])
      rows.push([`dist/${name}.js`, figure(statSync(join(root, `dist/${name}.js`)).size / megabyte), 'MB', '']);
    if ((await step('workbench', ensureWorkbench)) && (await step('browser', ensureBrowser))) {
      const samples: Activation[] = [];
      for (let start = 0; start < starts; start++) samples.push(await activate(folder));
      rows.unshift(
        ['activate()', figure(median(samples.map(({ ms }) => ms))), 'ms', '50'],
        ['processor time of it', figure(median(samples.map(({ cpu }) => cpu))), 'ms', ''],
        ['memory of activation', figure(median(samples.map(({ rss }) => rss)) / (1024 * 1024)), 'MiB', ''],
      );
    }
    printTable(`Editor: medians of ${starts} starts`, ['', 'ours', 'unit', 'budget'], rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Activation {
  ms: number;
  /** Processor time in ms. */
  cpu: number;
  /** Growth of resident memory in bytes. */
  rss: number;
}

async function activate(folder: string): Promise<Activation> {
  const tests = join(folder, 'activation.js');
  const entryPoints = [join(__dirname, 'activation.ts')];
  await build({ entryPoints, outfile: tests, bundle: true, platform: 'node', format: 'cjs', external: ['vscode'] });
  const workspace = join(folder, 'empty');
  mkdirSync(workspace, { recursive: true });
  const result = join(folder, 'result.json');
  await runTests({
    vscodeExecutablePath: join(root, 'test/workbench/launcher'),
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    launchArgs: [workspace],
    extensionTestsEnv: { BENCH_RESULT: result },
  });
  return JSON.parse(readFileSync(result, 'utf8')) as Activation;
}
