// The droplets that can be opened: those of past stagings, and archives the user opened from disk.
import { createHash } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { History, Run } from '../stage/history';
import { ago, size } from '../staging/report/units';

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

  /** Adds an archive to the tree and answers its id; a droplet of ours keeps its own. */
  async open(file: string): Promise<string> {
    const run = this.history.droplets.find((one) => one.droplet === file);
    if (run) return run.id;
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
    context('cfStaging.hasRuns', this.history.runs.length > 0);
    context('cfStaging.hasDroplets', this.history.droplets.length > 0);
    this.changed.fire();
  }
}

/** What a command was called on: a run's id, a node of the tree, or an archive in the Explorer. */
export type DropletArgument = string | vscode.Uri | { run?: Run; opened?: OpenedDroplet } | undefined;

/** The run meant by a command's argument; without one, the user picks among those that `wanted` lets through. */
export async function runFor(
  droplets: Droplets,
  argument: DropletArgument,
  wanted: (run: Run) => boolean,
): Promise<Run | undefined> {
  if (typeof argument === 'string') return droplets.history.find(argument);
  if (argument && 'run' in argument) return argument.run;
  const runs = droplets.history.runs.filter(wanted);
  if (runs.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Nothing was staged here yet. Run "Cloud Foundry: Stage App" first.'),
    );
    return undefined;
  }
  const items = runs.map((run) => ({ ...runItem(run), run }));
  const picked =
    items.length === 1
      ? items[0]
      : await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which staging?') });
  return picked?.run;
}

/** A run in a list to pick from; the time of day tells those of the same minute apart. */
export const runItem = (run: Run) => ({
  label: run.application,
  description: [ago(run.startedAt, Date.now()), run.droplet ? size(run.size ?? 0) : run.outcome].join(' · '),
  detail: `${vscode.workspace.asRelativePath(run.source)} · ${new Date(run.startedAt).toLocaleString()}`,
});

/** `web.droplet.tgz`, as a name to offer when a droplet is saved. */
export const dropletFileName = (run: Run) => `${run.application.replace(/[^\w.-]+/g, '-')}.droplet.tgz`;

/** Last part of a path, for archives the user opened. */
export const archiveName = (file: string) => path.basename(file);
