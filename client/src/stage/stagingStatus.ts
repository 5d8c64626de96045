// The status bar item that is there while something is staged: `Staging web 0:31`; a click shows the log.
import * as vscode from 'vscode';
import type { Stagings } from './stagings';
import { clock } from '../staging/report/units';

export function showStagingStatus(stagings: Stagings): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('cfStaging.staging', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('Cloud Foundry Staging');
  item.command = 'cfStaging.showStagingLog';
  let timer: NodeJS.Timeout | undefined;

  const update = () => {
    const [first, ...others] = stagings.running;
    if (!first) {
      clearInterval(timer);
      timer = undefined;
      item.hide();
      return;
    }
    const what = others.length > 0 ? vscode.l10n.t('{0} apps', others.length + 1) : first.application;
    item.text = `$(sync~spin) ${vscode.l10n.t('Staging {0}', what)} ${clock(Date.now() - first.startedAt)}`;
    item.tooltip = stagings.running.map((one) => `${one.application}: ${one.doing}`).join('\n');
    item.accessibilityInformation = { label: vscode.l10n.t('Staging {0}: {1}', what, first.doing) };
    item.show();
    timer ??= setInterval(update, 1000);
  };

  const stop = () => clearInterval(timer);
  return vscode.Disposable.from(item, stagings.onDidChange(update), { dispose: stop });
}
