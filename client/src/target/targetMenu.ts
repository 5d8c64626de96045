// What can be done with the target, behind its item in the status bar.
import * as vscode from 'vscode';
import { askedAt } from '../../../server/src/base/targetKnowledge';
import type { TargetConnection } from './targetConnection';

export async function showTargetMenu({ knowledge }: TargetConnection): Promise<void> {
  const item = (icon: string, label: string, command: string) => ({ label: `$(${icon}) ${label}`, command });
  const items = [
    item('diff', vscode.l10n.t('Preview What a Push Would Change'), 'cfStaging.previewPush'),
    item('cloud-download', vscode.l10n.t('Open Droplet of an App…'), 'cfStaging.openPlatformDroplet'),
    item('rocket', vscode.l10n.t('Choose Where to Stage…'), 'cfStaging.chooseStager'),
    item('refresh', vscode.l10n.t('Ask Again'), 'cfStaging.refreshTarget'),
    item('circle-slash', vscode.l10n.t('Stop Using It'), 'cfStaging.leaveTarget'),
  ];
  const placeHolder = knowledge ? askedAt(knowledge).replaceAll('`', '') : vscode.l10n.t('Cloud Foundry');
  const picked = await vscode.window.showQuickPick(items, { placeHolder });
  if (picked) await vscode.commands.executeCommand(picked.command);
}
