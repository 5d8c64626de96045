// The droplet report: a read-only editor for archives, which says what the droplet is and what takes its space.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { loadStaging } from '../base/loadStaging';
import { inEditor } from '../base/settings';
import { phases } from '../staging/report/events';
import { phaseTitle } from '../staging/report/stageLog';
import type { Look } from '../staging/report/stageLog';
import { archiveName } from './droplets';
import type { Droplets } from './droplets';
import { dropletUri } from './dropletFiles';
import type { Ask, Step, Tell } from './page/messages';
import { pageTexts } from './pageTexts';
import { showPage } from './showPage';

const look: Look = { t: vscode.l10n.t, means: inEditor, short: String };

/** `*.droplet.tgz` opens with the first; other archives only when it is asked for. */
const viewTypes = ['cfStaging.dropletReport', 'cfStaging.archiveReport'] as const;

export class ReportEditor implements vscode.CustomReadonlyEditorProvider {
  constructor(
    private readonly droplets: Droplets,
    private readonly extension: vscode.Uri,
  ) {}

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      ...viewTypes.map((viewType) => vscode.window.registerCustomEditorProvider(viewType, this)),
    );
  }

  async show(file: string): Promise<void> {
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), viewTypes[1]);
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const file = uri.fsPath;
    const tell = showPage(panel, this.extension, archiveName(file), async (message) => {
      if (uri.scheme !== 'file')
        return tell({ kind: 'failure', message: vscode.l10n.t('A droplet is read from disk. Save it there first.') });
      await this.answer(message, file, tell);
    });
    const pattern = new vscode.RelativePattern(vscode.Uri.file(path.dirname(file)), path.basename(file));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
    watcher.onDidChange(() => tell({ kind: 'changed' }));
    watcher.onDidCreate(() => tell({ kind: 'changed' }));
    panel.onDidDispose(() => watcher.dispose());
  }

  private async answer(message: Ask, file: string, tell: (message: Tell) => void): Promise<void> {
    if (message.kind === 'ready') return this.report(file, message.folder, tell);
    if (message.kind === 'folder') {
      const { reportFolder, withDroplet } = await loadStaging();
      const view = await withDroplet(file, (droplet) => reportFolder(droplet, message.path));
      if (view) tell({ kind: 'folder', view });
    }
    if (message.kind === 'open') {
      const uri = dropletUri(await this.droplets.open(file), `/${message.path}`);
      await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
    }
  }

  /** What needs the contents follows the rest. */
  private async report(file: string, folder: string | undefined, tell: (message: Tell) => void): Promise<void> {
    const { reportDroplet, reportDuplicates, withDroplet } = await loadStaging();
    const report = await withDroplet(file, (droplet) => reportDroplet(droplet, folder));
    tell({ kind: 'report', texts: pageTexts(), name: archiveName(file), report, steps: this.steps(file) });
    tell({ kind: 'duplicates', duplicates: await withDroplet(file, (droplet) => reportDuplicates(droplet)) });
  }

  /** How long each phase took, when the droplet was staged here. */
  private steps(file: string): Step[] {
    const took = this.droplets.history.droplets.find(({ droplet }) => droplet === file)?.phases ?? {};
    let start = 0;
    return phases.flatMap((phase) => {
      const ms = took[phase];
      if (!ms) return [];
      start += ms;
      return [{ title: phaseTitle({ event: 'phase', phase, state: 'done' }, look), start: start - ms, ms }];
    });
  }
}
