// The language status item: which kind of manifest this is, and how the server is.
import * as vscode from 'vscode';
import type { PlatformId } from '../../server/src/protocol';
import { isManifest, manifestSelector, type Language } from './language';

export function showLanguageStatus(language: Language): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('cfStaging.manifest', manifestSelector);
  item.name = 'Cloud Foundry';
  let turn = 0;

  const update = async () => {
    const mine = ++turn;
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isManifest(document)) return;
    item.busy = language.state === 'starting';
    if (language.state === 'stopped') {
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.text = vscode.l10n.t('Cloud Foundry language server stopped');
      item.detail = vscode.l10n.t('Nothing is checked or completed until it runs again.');
      item.command = { command: 'cfStaging.restartServer', title: vscode.l10n.t('Restart') };
    } else if (language.state === 'running') {
      const platform = await language.resolve(document.uri).then(
        (manifest) => manifest.platform,
        () => undefined,
      );
      if (mine !== turn) return;
      item.severity = vscode.LanguageStatusSeverity.Information;
      Object.assign(item, kindTexts(platform));
      item.command = platform && { command: 'cfStaging.stage', title: vscode.l10n.t('Stage App') };
    }
    item.accessibilityInformation = { label: [item.text, item.detail].filter(Boolean).join('. ') };
  };

  void update();
  return vscode.Disposable.from(
    item,
    language.onDidChangeState(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidSaveTextDocument(update),
  );
}

/** `detail` says what the user can do about it when the guess is wrong. */
function kindTexts(platform: PlatformId | undefined): { text: string; detail: string } {
  const override = vscode.l10n.t('a comment `# cf-staging: cloudfoundry | stackato | off` decides otherwise');
  if (platform === 'cloudfoundry') return { text: vscode.l10n.t('Cloud Foundry manifest'), detail: override };
  if (platform === 'stackato') return { text: vscode.l10n.t('Stackato manifest'), detail: override };
  return { text: vscode.l10n.t('Not an app manifest'), detail: vscode.l10n.t('left alone; {0}', override) };
}
