// Stackato's `pre-push` hooks: they run on this machine, as this user, so only after the user has seen the commands and agreed.
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { ResolvedApplication } from '../../../server/src/base/protocol';

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
    // The first is the default: what is safe.
    skip,
    run,
  );
  if (answer === skip) return 'skip';
  if (answer !== run) return undefined;
  await state.update(storageKey, [...agreed, hash].slice(-50));
  return 'run';
}
