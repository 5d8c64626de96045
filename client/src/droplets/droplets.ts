// The droplets that can be opened: those of past stagings, and archives the user opened from disk.
import { createHash } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { History, PastStaging } from '../stage/history';
import { ago, size } from '../staging/report/units';
import { outcomeWords } from '../staging/report/outcomeWords';
import type { PastOutcome } from '../staging/report/outcomeWords';

const openedKey = 'openedDroplets';
const openedKept = 10;

/** An archive the user opened; `id` is the authority of its `droplet:` URIs. */
export interface OpenedDroplet {
  id: string;
  file: string;
}

export class Droplets implements vscode.Disposable {
  private changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private subscription: { dispose(): void };
  /** What was "just now" is "1 min ago" soon. */
  private clock = setInterval(() => this.changed.fire(), 60_000).unref();

  constructor(
    readonly history: History,
    private readonly state: vscode.Memento,
  ) {
    this.subscription = history.onDidChange(() => this.update());
    this.update();
  }

  get opened(): OpenedDroplet[] {
    return this.state.get<OpenedDroplet[]>(openedKey, []);
  }

  /** Path of the archive behind a `droplet:` authority. */
  archive(id: string): string | undefined {
    return this.history.find(id)?.droplet ?? this.opened.find((one) => one.id === id)?.file;
  }

  /** How a droplet is called in a title. */
  name(id: string): string {
    const past = this.history.find(id);
    if (past) return `${past.application}, ${new Date(past.startedAt).toLocaleString()}`;
    const opened = this.opened.find((one) => one.id === id);
    return opened ? archiveName(opened.file) : id;
  }

  /** Adds an archive to the tree and answers its id; a droplet of ours keeps its own. */
  async open(file: string): Promise<string> {
    const past = this.history.droplets.find((one) => one.droplet === file);
    if (past) return past.id;
    const id = `opened-${createHash('sha256').update(file).digest('hex').slice(0, 12)}`;
    await this.setOpened([{ id, file }, ...this.opened.filter((one) => one.id !== id)].slice(0, openedKept));
    return id;
  }

  async close(id: string): Promise<void> {
    await this.setOpened(this.opened.filter((one) => one.id !== id));
  }

  private async setOpened(list: OpenedDroplet[]): Promise<void> {
    await this.state.update(openedKey, list);
    this.update();
  }

  dispose(): void {
    clearInterval(this.clock);
    this.subscription.dispose();
    this.changed.dispose();
  }

  private update(): void {
    const context = (name: string, value: boolean) => void vscode.commands.executeCommand('setContext', name, value);
    context('cfStaging.hasStagings', this.history.stagings.length > 0);
    context('cfStaging.hasDroplets', this.history.droplets.length > 0);
    this.changed.fire();
  }
}

/** What a command was called on: a staging's id, a node of the tree, or an archive in the Explorer. */
export type DropletArgument = string | vscode.Uri | { past?: PastStaging; opened?: OpenedDroplet } | undefined;

/** The staging meant by a command's argument; without one, the user picks among those that `wanted` lets through. */
export async function pastStagingFor(
  droplets: Droplets,
  argument: DropletArgument,
  wanted: (past: PastStaging) => boolean,
): Promise<PastStaging | undefined> {
  if (typeof argument === 'string') return droplets.history.find(argument);
  if (argument && 'past' in argument) return argument.past;
  const stagings = droplets.history.stagings.filter(wanted);
  if (stagings.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Nothing was staged here yet. Run "Cloud Foundry: Stage App" first.'),
    );
    return undefined;
  }
  const items = stagings.map((past) => ({ ...stagingItem(past), past }));
  const picked =
    items.length === 1
      ? items[0]
      : await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which staging?') });
  return picked?.past;
}

/** How a staging ended, in the editor's language. */
export const outcomeText = (outcome: PastOutcome): string => vscode.l10n.t(outcomeWords(outcome));

/** A run in a list to pick from; the time of day tells those of the same minute apart. */
export const stagingItem = (past: PastStaging) => ({
  label: past.application,
  description: [ago(past.startedAt, Date.now()), past.droplet ? size(past.size ?? 0) : outcomeText(past.outcome)].join(
    ' · ',
  ),
  detail: `${vscode.workspace.asRelativePath(past.source)} · ${new Date(past.startedAt).toLocaleString()}`,
});

/** `web.droplet.tgz`, as a name to offer when a droplet is saved. */
export const dropletFileName = (past: PastStaging) => `${past.application.replace(/[^\w.-]+/g, '-')}.droplet.tgz`;

/** Last part of a path, for archives the user opened. */
export const archiveName = (file: string) => path.basename(file);
