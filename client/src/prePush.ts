// Stackato's `pre-push` hooks: they run on this machine, as this user, so only after the user has seen the commands and agreed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import type { ResolvedApplication } from '../../server/src/protocol';

const storageKey = 'prePushAgreed';

export const prePushCommands = (application: ResolvedApplication) =>
  (application.hooks['pre-push'] ?? []).map((hook) => hook.command.value);

/**
 * `run`, `skip`, or undefined when the user cancelled. Agreement is remembered for this workspace and exactly these commands;
 * `folder` is where they run.
 */
export async function agreeToPrePush(
  commands: string[],
  folder: string,
  state: vscode.Memento,
): Promise<'run' | 'skip' | undefined> {
  const hash = createHash('sha256')
    .update(JSON.stringify([folder, commands]))
    .digest('hex');
  const agreed = state.get<string[]>(storageKey, []);
  if (agreed.includes(hash)) return 'run';
  const run = vscode.l10n.t('Run Them');
  const skip = vscode.l10n.t('Skip Them');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Run the pre-push hooks of this manifest on your machine?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'They are not run in a container but as you, in {0}:\n\n{1}\n\nYou are asked again when the commands change.',
        folder,
        commands.map((command) => `$ ${command}`).join('\n'),
      ),
    },
    run,
    skip,
  );
  if (answer === skip) return 'skip';
  if (answer !== run) return undefined;
  await state.update(storageKey, [...agreed, hash].slice(-50));
  return 'run';
}

/**
 * Runs them as Stackato's client did: one shell each, in the app's folder; a failing hook is told and does not stop the push.
 * Source: stackato client, lib/cmd/app.tcl, RunPPHooks.
 */
export async function runPrePush(
  application: ResolvedApplication,
  line: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const cwd = await folderOf(application.path.value);
  for (const command of prePushCommands(application)) {
    signal.throwIfAborted();
    line(`pushing: -----> ${command}`);
    const code = await runOne(command, cwd, application.name.value, line, signal);
    if (code !== 0)
      line(vscode.l10n.t('pushing: the hook failed with exit status {0}; staging goes on, as on Stackato.', code));
  }
}

const folderOf = async (app: string) =>
  stat(app).then(
    (stats) => (stats.isDirectory() ? app : path.dirname(app)),
    () => path.dirname(app),
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
    // A group of its own, so that cancelling ends what the command started, too.
    const child = spawn(shell, [flag, command], { cwd, env, detached: !windows, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = () => {
      if (child.pid === undefined) return;
      try {
        if (windows) child.kill();
        else process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    };
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
