// Where API, org and space of the target are shown: in the status bar while it is used, and among the facts of a manifest.
import * as vscode from 'vscode';
import { apiHost } from '../../../server/src/base/targetKnowledge';
import { manifestSelector } from '../base/language';
import type { TargetConnection } from './targetConnection';

export function showTargetStatus(connection: TargetConnection): vscode.Disposable {
  const fact = vscode.languages.createLanguageStatusItem('cfStaging.target', manifestSelector);
  fact.name = vscode.l10n.t('Cloud Foundry Target');
  const item = vscode.window.createStatusBarItem('cfStaging.target', vscode.StatusBarAlignment.Left, 9);
  item.name = fact.name;
  item.command = 'cfStaging.showTarget';

  const update = () => {
    const { state, knowledge } = connection;
    const name = knowledge && `${knowledge.target.org}/${knowledge.target.space}`;
    const { text, detail } = wordsOf(connection, name);
    const failed = state.kind === 'failed';
    fact.busy = state.kind === 'asking';
    fact.severity = failed ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
    fact.text = text;
    fact.detail = detail;
    fact.command =
      state.kind === 'off'
        ? { command: 'cfStaging.useTarget', title: vscode.l10n.t('Use It') }
        : { command: 'cfStaging.refreshTarget', title: vscode.l10n.t('Ask Again') };
    fact.accessibilityInformation = { label: [text, detail].filter(Boolean).join('. ') };
    item.text = `${failed ? '$(warning)' : state.kind === 'asking' ? '$(sync~spin)' : '$(cloud)'} ${failed ? text : (name ?? text)}`;
    item.tooltip = tooltip(connection, detail);
    item.accessibilityInformation = fact.accessibilityInformation;
    if (state.kind === 'off') item.hide();
    else item.show();
  };

  update();
  return vscode.Disposable.from(fact, item, connection.onDidChange(update));
}

function wordsOf(
  { state, knowledge }: TargetConnection,
  name: string | undefined,
): { text: string; detail: string | undefined } {
  switch (state.kind) {
    case 'off':
      return {
        text: vscode.l10n.t('No Cloud Foundry in use'),
        detail: vscode.l10n.t('its stacks, buildpacks, domains and services are not checked'),
      };
    case 'failed':
      return {
        text: state.needsLogin ? vscode.l10n.t('Login expired: run cf login') : vscode.l10n.t('Cloud Foundry fails'),
        detail: state.reason,
      };
    case 'asking':
    case 'known':
      return {
        text: name ?? vscode.l10n.t('Asking Cloud Foundry…'),
        detail: knowledge && apiHost(knowledge.target.api),
      };
  }
}

function tooltip({ knowledge, user, state }: TargetConnection, detail: string | undefined): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const fact = (name: string, value: string | undefined) => {
    if (value) text.appendMarkdown(`**${name}** `).appendText(value).appendMarkdown('  \n');
  };
  if (state.kind === 'failed') text.appendText(`${detail}`).appendMarkdown('\n\n');
  if (!knowledge) return text;
  const { target, at, isolationSegments } = knowledge;
  fact('API', target.api);
  fact(vscode.l10n.t('Org'), target.org);
  fact(vscode.l10n.t('Space'), target.space);
  fact(vscode.l10n.t('User'), user);
  fact(vscode.l10n.t('Isolation segments'), isolationSegments?.join(', '));
  fact(vscode.l10n.t('Asked'), new Date(at).toLocaleTimeString());
  return text;
}
