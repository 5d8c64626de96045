// "Preview What a Push Would Change": the platform's own comparison of a manifest with what is there, in an ordinary diff editor.
import * as vscode from 'vscode';
import { isManifest } from '../base/language';
import type { Language } from '../base/language';
import { loadFoundation } from '../base/loadFoundation';
import { openSetting } from '../base/settings';
import type { TargetConnection } from './targetConnection';

const scheme = 'cf-preview';

export class PushPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly language: Language,
    private readonly connection: TargetConnection,
  ) {
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => uri.scheme === scheme && this.texts.delete(uri.toString())),
    ];
  }

  /** Of the manifest given, else of the one in the editor. */
  async show(uri = manifestInEditor()): Promise<void> {
    if (!uri) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open the manifest whose push you want to preview.'));
      return;
    }
    const foundation = await this.connection.connect();
    const { manifest, missing } = await this.language.sent(uri);
    if (missing.length) return tellMissing(missing);
    const title = vscode.l10n.t('Comparing the manifest with what is there');
    const location = vscode.ProgressLocation.Window;
    const { previewPush } = await loadFoundation();
    const preview = await vscode.window.withProgress({ location, title }, () => previewPush(foundation.api, manifest));
    const { organization, space } = foundation.target;
    const where = `${organization?.name}/${space?.name}`;
    const name = uri.path.split('/').at(-1)!;
    if (!preview.changes.length) {
      const text = vscode.l10n.t(
        'A push of {0} would change nothing of what {1} has, but for the app’s files.',
        name,
        where,
      );
      void vscode.window.showInformationMessage(text);
      return;
    }
    const left = this.put(uri, 'before', name, preview.before);
    const right = this.put(uri, 'after', name, preview.after);
    await vscode.commands.executeCommand(
      'vscode.diff',
      left,
      right,
      vscode.l10n.t('{0}: {1} ↔ after a push', name, where),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.changed).dispose();
  }

  /** One document per manifest and side, so that a second preview takes the place of the first. */
  private put(manifest: vscode.Uri, side: 'before' | 'after', name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${side}/${name}`, query: manifest.toString() });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }
}

function manifestInEditor(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && isManifest(document) ? document.uri : undefined;
}

async function tellMissing(missing: string[]): Promise<void> {
  const settings = vscode.l10n.t('Open Settings');
  const names = missing.map((name) => `((${name}))`).join(', ');
  const text = vscode.l10n.t('The manifest cannot be compared: {0} has no value. Name a vars file that has it.', names);
  if ((await vscode.window.showWarningMessage(text, settings)) === settings)
    await openSetting('staging.variablesFiles');
}
