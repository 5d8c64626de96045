// Runs inside the extension host: how long loading and activating the extension takes, before any manifest is open.
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('cloudfoundry-staging.cloudfoundry-staging');
  if (!extension || extension.isActive)
    throw new Error('the extension is not there, or active before it was asked for');
  const before = process.memoryUsage().rss;
  const started = performance.now();
  await extension.activate();
  const ms = performance.now() - started;
  writeFileSync(process.env.BENCH_RESULT!, JSON.stringify({ ms, rss: process.memoryUsage().rss - before }));
}
