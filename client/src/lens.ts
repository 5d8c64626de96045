// "Stage · Run · Open droplet (2 min ago, 31 MB)" above each application of a manifest, "● http://… · Stop" while it runs.
import * as vscode from 'vscode';
import { languageIds } from '../../server/src/base/protocol';
import type { Droplets } from './droplets/droplets';
import { isSameApp } from './droplets/runDroplet';
import type { DropletRunner } from './droplets/runDroplet';
import { manifestSelector } from './base/language';
import type { Language } from './base/language';
import { codeLensEnabled, onDidChangeSettings } from './base/settings';
import { ago, size } from './staging/report/units';
import type { TargetConnection } from './target/targetConnection';

export class StageLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private subscriptions: vscode.Disposable[];

  constructor(
    private readonly language: Language,
    private readonly droplets: Droplets,
    private readonly runner: DropletRunner,
    private readonly target: TargetConnection,
  ) {
    const refresh = () => this.changed.fire();
    this.subscriptions = [
      vscode.languages.registerCodeLensProvider(manifestSelector, this),
      droplets.onDidChange(refresh),
      runner.onDidChange(refresh),
      target.onDidChange(refresh),
      onDidChangeSettings(refresh),
      language.onDidChangeState(refresh),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (
      !vscode.workspace.isTrusted ||
      !['file', 'untitled'].includes(document.uri.scheme) ||
      !codeLensEnabled(document.uri)
    )
      return [];
    const applications = await this.language.applications(document.uri).catch(() => []);
    const preview = applications.slice(0, 1).flatMap(({ line }) => this.preview(document, line));
    const lenses = applications
      .filter((one) => !one.docker)
      .flatMap(({ name, line }) => {
        const range = new vscode.Range(line, 0, line, 0);
        return this.commands(document.uri, name).map((command) => new vscode.CodeLens(range, command));
      });
    return [...lenses, ...preview];
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.changed).dispose();
  }

  /** Of the manifest as a whole, above its first application. */
  private preview({ uri, languageId }: vscode.TextDocument, line: number): vscode.CodeLens[] {
    if (!this.target.knowledge || languageId !== languageIds.cloudfoundry) return [];
    const command = { title: vscode.l10n.t('Preview push'), command: 'cfStaging.previewPush', arguments: [uri] };
    return [new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command)];
  }

  private commands(uri: vscode.Uri, application: string): vscode.Command[] {
    const stage = { title: vscode.l10n.t('Stage'), command: 'cfStaging.stage', arguments: [uri, { app: application }] };
    const latest = this.droplets.history.latest(uri.fsPath, application);
    if (!latest?.droplet) return [stage];
    const what = { ...latest, droplet: latest.droplet };
    const running = this.runner.running.find((one) => isSameApp(one, what));
    const about = `${ago(latest.startedAt, Date.now())}, ${size(latest.size ?? 0)}`;
    return [
      stage,
      ...(running
        ? [
            {
              title: `● ${running.url?.toString(true) ?? vscode.l10n.t('starting…')}`,
              tooltip: vscode.l10n.t('Open the running app'),
              command: 'cfStaging.openRunningDroplet',
              arguments: [latest.id],
            },
            { title: vscode.l10n.t('Stop'), command: 'cfStaging.stopDroplet', arguments: [latest.id] },
          ]
        : [{ title: vscode.l10n.t('Run'), command: 'cfStaging.runDroplet', arguments: [latest.id] }]),
      { title: vscode.l10n.t('Open droplet ({0})', about), command: 'cfStaging.openDroplet', arguments: [latest.id] },
    ];
  }
}
