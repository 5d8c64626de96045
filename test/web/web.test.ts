// The extension in VS Code as a browser alone runs it, on a folder that is on no disk.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../setup/machine';
import { launchBrowser } from '../workbench/browser';
import { serveWebWorkbench } from './webWorkbench';

describe('in a browser without a machine', () => {
  it('manifests of a virtual workspace are checked, completed and explained', async () => {
    const entryPoints = [join(root, 'test/web/host.ts')];
    const { outputFiles } = await build({
      entryPoints,
      bundle: true,
      format: 'cjs',
      external: ['vscode'],
      write: false,
    });
    const workbench = await serveWebWorkbench(outputFiles[0]!.text);
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const log: string[] = [];
      await page.exposeFunction('codeAutomationLog', (_: string, args: unknown[]) => log.push(args.join(' ')));
      const exit = new Promise<number>((done) => void page.exposeFunction('codeAutomationExit', done));
      await page.goto(workbench.url);
      assert.equal(await exit, 0, log.join('\n').slice(-4000));
    } finally {
      await browser.close();
      workbench.stop();
    }
  });
});
