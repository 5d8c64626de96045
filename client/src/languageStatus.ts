// The language status item: which kind of manifest this is, how the server is, and which engine would stage it.
import * as vscode from 'vscode';
import type { PlatformId } from '../../server/src/base/protocol';
import type { EngineChoice, EngineState } from './stage/engineChoice';
import { isManifest, manifestSelector } from './base/language';
import type { Language } from './base/language';

/** `engines`: what stages here; nothing does in a browser. */
export function showLanguageStatus(language: Language, engines?: EngineChoice): vscode.Disposable {
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
      const kind = await language.kind(document.uri).catch(() => undefined);
      const platform = kind?.platform;
      if (mine !== turn) return;
      item.severity = vscode.LanguageStatusSeverity.Information;
      const isMissing = engines?.state.kind === 'missing';
      item.text = kindText(platform);
      item.detail = platform ? engines && engineText(engines.state) : kind?.reason;
      item.command = platform &&
        engines && {
          command: isMissing ? 'cfStaging.checkDocker' : 'cfStaging.stage',
          title: isMissing ? vscode.l10n.t('Check Docker') : vscode.l10n.t('Stage App'),
        };
    }
    item.accessibilityInformation = { label: [item.text, item.detail].filter(Boolean).join('. ') };
  };

  void update();
  return vscode.Disposable.from(
    item,
    language.onDidChangeState(update),
    ...(engines ? [engines.onDidChange(update)] : []),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidSaveTextDocument(update),
  );
}

function kindText(platform: PlatformId | undefined): string {
  if (platform === 'cloudfoundry') return vscode.l10n.t('Cloud Foundry manifest');
  if (platform === 'stackato') return vscode.l10n.t('Stackato manifest');
  return vscode.l10n.t('Not an app manifest');
}

/** Nothing before the engine was looked for, which happens with the first staging. */
function engineText(state: EngineState): string | undefined {
  // Its address is long; "Check Docker Connection" tells it.
  if (state.kind === 'found') return state.product;
  return state.kind === 'missing' ? vscode.l10n.t('no container engine found') : undefined;
}
