// The extension in a browser without a machine behind it: manifests are checked, completed and explained; nothing can be staged.
import * as vscode from 'vscode';
import { Language } from '../base/language';
import { showLanguageStatus } from '../languageStatus';
import { newManifest } from '../newManifest';
import { serverWorker } from './serverWorker';

let language: Language;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Cloud Foundry', { log: true });
  language = new Language(serverWorker(vscode.Uri.joinPath(context.extensionUri, 'dist/web/server.js')), log);
  // Hides what needs a machine, see package.json.
  void vscode.commands.executeCommand('setContext', 'cfStaging.web', true);

  const possible: Record<string, (argument?: vscode.Uri) => unknown> = {
    'cfStaging.newManifest': newManifest,
    'cfStaging.restartServer': () => language.restart(),
  };
  const { contributes } = context.extension.packageJSON as { contributes: { commands: { command: string }[] } };
  context.subscriptions.push(
    log,
    language,
    showLanguageStatus(language),
    ...contributes.commands.map(({ command }) =>
      vscode.commands.registerCommand(command, possible[command] ?? needsMachine),
    ),
    ...['cfStaging.dropletReport', 'cfStaging.archiveReport'].map((viewType) =>
      vscode.window.registerCustomEditorProvider(viewType, {
        openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
        resolveCustomEditor: (_, { webview }) => void (webview.html = `<p>${sentence()}</p>`),
      }),
    ),
  );
}

export const deactivate = (): Promise<void> => language.stop();

const sentence = () =>
  vscode.l10n.t(
    'A browser can neither stage an app nor open a droplet: that needs a container engine. Open the folder in VS Code on a desktop, or in a remote window.',
  );

const needsMachine = () => void vscode.window.showInformationMessage(sentence());
