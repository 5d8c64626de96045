// Runs test/client/*.test.ts inside the extension host of a real VS Code: in the browser workbench where it exists, else in the desktop
// program that @vscode/test-electron downloads.
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/machine';
import { copySampleWorkspace } from '../setup/sampleWorkspace';
import { startCloudFoundry } from '../support/cloudFoundry/cloudFoundry';
import { samples } from '../support/cloudFoundry/samples';

void main();

async function main(): Promise<void> {
  const out = join(root, 'out/client');
  rmSync(out, { recursive: true, force: true });
  const tests = readdirSync(__dirname).filter((name) => name.endsWith('.test.ts'));
  await build({
    entryPoints: ['index.ts', ...tests].map((name) => join(__dirname, name)),
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'error',
  });

  // Somebody is logged in to it; the extension does not care before it is told to.
  const foundation = await startCloudFoundry({ ...samples, builds: 'fast' });
  const workspace = copySampleWorkspace();
  const { TEST_COUNTS, TEST_RETRIES, TEST_GREP } = process.env;
  try {
    const inBrowser = process.platform === 'linux' && process.arch === 'x64';
    await runTests({
      ...(inBrowser && { vscodeExecutablePath: join(root, 'test/workbench/launcher') }),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(out, 'index.js'),
      launchArgs: [workspace.folder, '--disable-extensions'],
      extensionTestsEnv: {
        ...{ TEST_ROOT: root, TEST_COUNTS, TEST_RETRIES, TEST_GREP, NODE_OPTIONS: undefined },
        CF_HOME: foundation.cfHome,
      },
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    console.error(`VS Code ended with ${error.signal ?? `status ${error.code}`}`);
    process.exitCode = 1;
  } finally {
    workspace.remove();
    await foundation.stop();
  }
}
