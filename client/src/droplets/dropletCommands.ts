// What can be done with a droplet: open it, save it, compare it with the one before, delete it, read its log.
import { copyFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { confirm } from '../base/confirm';
import type { Comparisons } from './comparisons';
import { archiveName, dropletFileName, pastStagingFor, stagingItem } from './droplets';
import type { DropletArgument, Droplets } from './droplets';
import { dropletUri } from './dropletFiles';
import type { DropletFiles } from './dropletFiles';
import type { DropletNode, DropletTree } from './dropletTree';
import type { PastStaging } from '../stage/history';
import { showTerminal } from '../stage/stageApp';
import type { DropletRunner, Runnable, RunningDroplet } from './runDroplet';
import type { Stagings } from '../stage/stagings';
import type { PlatformDroplets } from './platformDroplets';
import type { ReportEditor } from './reportEditor';

/** Shown first when a droplet is opened; the platform writes one of them. */
const firstFiles = ['/staging_info.yml', '/droplet.yaml'];

export class DropletCommands {
  constructor(
    private readonly droplets: Droplets,
    private readonly files: DropletFiles,
    private readonly tree: DropletTree,
    private readonly view: vscode.TreeView<DropletNode>,
    private readonly stagings: Stagings,
    private readonly runner: DropletRunner,
    private readonly comparisons: Comparisons,
    private readonly report: ReportEditor,
    private readonly platform: PlatformDroplets,
  ) {}

  /** A staging's droplet, an archive of the Explorer, or what the user picks. */
  async open(argument: DropletArgument): Promise<void> {
    const id = await this.idFor(argument);
    if (!id) return;
    const node = this.tree.node(id);
    // Expanding reads the archive, so a file that is no droplet is told here.
    await this.files.readDirectory(dropletUri(id));
    if (node) await this.view.reveal(node, { expand: true, focus: false, select: true });
    for (const file of firstFiles) {
      const uri = dropletUri(id, file);
      if (!(await exists(this.files, uri))) continue;
      await vscode.window.showTextDocument(uri, { preview: true });
      return;
    }
  }

  /** A droplet of the target's space, once it is downloaded. */
  async openOfPlatform(): Promise<void> {
    const file = await this.platform.fetch();
    if (file !== undefined) await this.open(vscode.Uri.file(file));
  }

  /** A droplet that can be run: of a past staging, or one opened from disk. */
  async runnable(argument: DropletArgument): Promise<Runnable | undefined> {
    if (typeof argument === 'object' && 'opened' in argument && argument.opened)
      return { application: archiveName(argument.opened.file), droplet: argument.opened.file };
    const past = await this.past(argument);
    return past?.droplet === undefined ? undefined : { ...past, droplet: past.droplet };
  }

  /** A droplet that runs: the one of the argument, else the only one, else what the user picks. */
  async running(argument: DropletArgument): Promise<Runnable | undefined> {
    if (argument !== undefined) return this.runnable(argument);
    const running = this.runner.running;
    if (running.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('No droplet is running.'));
    if (running.length < 2) return running[0];
    const item = (one: RunningDroplet) => ({ label: one.application, description: one.url?.toString(true), one });
    const placeHolder = vscode.l10n.t('Which app?');
    return (await vscode.window.showQuickPick(running.map(item), { placeHolder }))?.one;
  }

  /** The staging that a row of the tree or an id means, without asking. */
  argued(argument: DropletArgument): PastStaging | undefined {
    if (typeof argument === 'string') return this.droplets.history.find(argument);
    return argument && 'past' in argument ? argument.past : undefined;
  }

  async compare(argument: DropletArgument): Promise<void> {
    const past = await this.past(argument);
    if (!past) return;
    const before = this.droplets.history.previous(past);
    if (before) this.comparisons.show({ before: before.id, after: past.id });
    else
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'This is the first droplet of {0} that is kept: there is nothing to compare it with.',
          past.application,
        ),
      );
  }

  /** Another droplet is asked for, which is the one before. */
  async compareWith(argument: DropletArgument): Promise<void> {
    const after = await this.idFor(argument);
    const before = after && (await this.pick(vscode.l10n.t('Compare with which droplet?'), after));
    if (after && before) this.comparisons.show({ before, after });
  }

  async showReport(argument: DropletArgument): Promise<void> {
    const id = await this.idFor(argument);
    const file = id && this.droplets.archive(id);
    if (file) await this.report.show(file);
  }

  async saveAs(argument: DropletArgument): Promise<void> {
    const past = await this.past(argument);
    if (!past?.droplet) return;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(path.dirname(past.source));
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(folder, dropletFileName(past)),
      filters: { [vscode.l10n.t('Droplet')]: ['tgz', 'tar.gz'] },
    });
    if (target) await copyFile(past.droplet, target.fsPath);
  }

  /** Takes an archive that was opened out of the view; a file of the user's stays. */
  async close(argument: DropletArgument): Promise<void> {
    if (typeof argument === 'object' && 'opened' in argument && argument.opened) {
      await this.droplets.close(argument.opened.id);
      await this.platform.forget(argument.opened.file);
    }
  }

  async delete(argument: DropletArgument): Promise<void> {
    const past = await this.past(argument, () => true);
    if (!past) return;
    const question = vscode.l10n.t('Delete this staging of {0} with its droplet and log?', past.application);
    if (!(await confirm(question, vscode.l10n.t('Delete'), vscode.l10n.t('Keep It')))) return;
    await this.droplets.history.remove(past);
    this.files.forget(past.id);
  }

  /** The terminal of a running staging; otherwise the kept log of a staging, at its failing line. */
  async showLog(argument: DropletArgument): Promise<void> {
    const running = this.stagings.running[0];
    if (argument === undefined && running && showTerminal(running.application)) return;
    const past = argument === undefined ? this.droplets.history.stagings[0] : await this.past(argument, () => true);
    if (!past) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Nothing was staged here yet. Run "Cloud Foundry: Stage App" first.'),
      );
      return;
    }
    const document = await vscode.workspace.openTextDocument(past.log);
    const editor = await vscode.window.showTextDocument(document, { preview: true });
    const position = new vscode.Position(past.failedAt ?? document.lineCount - 1, 0);
    editor.selection = new vscode.Selection(position, position);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
  }

  private async past(
    argument: DropletArgument,
    wanted = (past: PastStaging) => past.droplet !== undefined,
  ): Promise<PastStaging | undefined> {
    return pastStagingFor(this.droplets, argument, wanted);
  }

  private async idFor(argument: DropletArgument): Promise<string | undefined> {
    if (argument instanceof vscode.Uri) return this.droplets.open(argument.fsPath);
    if (typeof argument === 'object' && 'opened' in argument && argument.opened) return argument.opened.id;
    if (argument !== undefined) return (await this.past(argument))?.id;
    return this.pick();
  }

  private async pick(placeHolder = vscode.l10n.t('Which droplet?'), without?: string): Promise<string | undefined> {
    const browse = { label: vscode.l10n.t('$(folder-opened) Open a File…'), id: undefined };
    const items = [
      ...this.droplets.history.droplets.map((past) => ({ ...stagingItem(past), id: past.id })),
      ...this.droplets.opened.map(({ id, file }) => ({ label: archiveName(file), detail: file, id })),
    ].filter(({ id }) => id !== without);
    const picked = items.length > 0 ? await vscode.window.showQuickPick([...items, browse], { placeHolder }) : browse;
    if (picked !== browse) return picked?.id;
    const files = await vscode.window.showOpenDialog({
      title: placeHolder,
      filters: { [vscode.l10n.t('Droplet')]: ['tgz', 'gz'] },
    });
    return files?.[0] && this.droplets.open(files[0].fsPath);
  }
}

const exists = (files: DropletFiles, uri: vscode.Uri) =>
  files.stat(uri).then(
    () => true,
    () => false,
  );
