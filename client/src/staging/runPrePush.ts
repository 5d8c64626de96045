// Stackato's `pre-push` hooks: commands for the machine of whoever pushes. Only called after the user has agreed to them.
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { endProcessGroup, ownGroup } from '../../../server/src/base/processGroup';
import type { ResolvedApplication } from '../../../server/src/base/protocol';

/**
 * Runs them as Stackato's client did: one shell each, in the app's folder; a failing hook is told and does not stop the push.
 * Source: stackato client, lib/cmd/app.tcl, RunPPHooks.
 */
export async function runPrePush(
  application: Pick<ResolvedApplication, 'name' | 'path' | 'hooks'>,
  line: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const cwd = await folderOf(application.path.value);
  for (const { command: hook } of application.hooks['pre-push'] ?? []) {
    const command = hook.value;
    signal.throwIfAborted();
    line(`pushing: -----> ${command}`);
    const code = await runOne(command, cwd, application.name.value, line, signal);
    if (code !== 0) line(`pushing: the hook failed with exit status ${code}; staging goes on, as on Stackato.`);
  }
}

const folderOf = async (app: string) =>
  stat(app).then(
    (stats) => (stats.isDirectory() ? app : dirname(app)),
    () => dirname(app),
  );

function runOne(
  command: string,
  cwd: string,
  name: string,
  line: (text: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const windows = process.platform === 'win32';
  const [shell, flag] =
    process.env['SHELL'] || !windows
      ? [process.env['SHELL'] || '/bin/sh', '-c']
      : [process.env['COMSPEC'] ?? 'cmd', '/c'];
  const env = {
    ...process.env,
    STACKATO_APP_NAME: name,
    STACKATO_CLIENT: 'cf-staging',
    STACKATO_HOOK_ACTION: 'update',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(shell, [flag, command], { cwd, env, ...ownGroup, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = () => endProcessGroup(child);
    signal.addEventListener('abort', stop, { once: true });
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (text) => line(`pushing:        ${text}`));
    child.on('error', reject);
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else resolve(code ?? 1);
    });
  });
}
