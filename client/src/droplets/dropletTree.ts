// The view "Droplets": applications → their stagings → the files in the droplet.
import * as vscode from 'vscode';
import { archiveName, outcomeText } from './droplets';
import type { Droplets, OpenedDroplet } from './droplets';
import { dropletUri } from './dropletFiles';
import type { DropletFiles } from './dropletFiles';
import { applicationKey } from '../stage/history';
import type { PastStaging } from '../stage/history';
import type { RunningStaging } from '../stage/job';
import type { Stagings } from '../stage/stagings';
import { isFailure } from '../staging/report/outcomeWords';
import { ago, duration, size } from '../staging/report/units';
import type { DropletRunner, RunningDroplet } from './runDroplet';
import type { FailedStagings } from '../stage/failedStagings';

export type DropletNode =
  | { kind: 'application'; source: string; application: string }
  | { kind: 'running'; staging: RunningStaging }
  | { kind: 'past'; past: PastStaging }
  | { kind: 'opened'; opened: OpenedDroplet }
  | { kind: 'file'; uri: vscode.Uri; type: vscode.FileType };

export class DropletTree implements vscode.TreeDataProvider<DropletNode>, vscode.Disposable {
  private changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private subscriptions: vscode.Disposable[];
  private wasRunning = '';

  constructor(
    private readonly droplets: Droplets,
    private readonly files: DropletFiles,
    private readonly stagings: Stagings,
    private readonly runner: DropletRunner,
    private readonly failed: FailedStagings,
  ) {
    this.subscriptions = [
      droplets.onDidChange(() => this.changed.fire()),
      runner.onDidChange(() => this.changed.fire()),
      failed.onDidChange(() => this.changed.fire()),
      // A new phase is no reason to draw the tree again.
      stagings.onDidChange(() => {
        const running = stagings.running.map(applicationKey).join('\n');
        if (running !== this.wasRunning) this.changed.fire();
        this.wasRunning = running;
      }),
    ];
  }

  getTreeItem(node: DropletNode): vscode.TreeItem {
    switch (node.kind) {
      case 'application':
        return applicationItem(node.source, node.application);
      case 'running':
        return runningItem(node.staging);
      case 'past':
        return stagingItem(node.past, this.runningOf(node.past.droplet), this.failed.get(node.past) !== undefined);
      case 'opened':
        return openedItem(node.opened, this.runningOf(node.opened.file));
      case 'file':
        return fileItem(node.uri, node.type);
    }
  }

  private runningOf(droplet: string | undefined): RunningDroplet | undefined {
    return this.runner.running.find((one) => one.droplet === droplet);
  }

  async getChildren(node?: DropletNode): Promise<DropletNode[]> {
    if (!node) return this.roots();
    switch (node.kind) {
      case 'application':
        return [
          ...this.stagings.running
            .filter((one) => sameApplication(one, node))
            .map((staging) => ({ kind: 'running' as const, staging })),
          ...this.droplets.history.stagings
            .filter((one) => sameApplication(one, node) && !this.stagings.running.some(({ id }) => id === one.id))
            .map((past) => ({ kind: 'past' as const, past })),
        ];
      case 'past':
        return node.past.droplet ? this.folder(dropletUri(node.past.id)) : [];
      case 'opened':
        return this.folder(dropletUri(node.opened.id));
      case 'file':
        return this.folder(node.uri);
      case 'running':
        return [];
    }
  }

  getParent(node: DropletNode): DropletNode | undefined {
    switch (node.kind) {
      case 'past':
        return { kind: 'application', source: node.past.source, application: node.past.application };
      case 'running':
        return { kind: 'application', source: node.staging.source, application: node.staging.application };
      case 'file':
        return this.owner(node.uri);
      default:
        return undefined;
    }
  }

  /** The node of a droplet, to reveal it. */
  node(id: string): DropletNode | undefined {
    const past = this.droplets.history.find(id);
    if (past) return { kind: 'past', past };
    const opened = this.droplets.opened.find((one) => one.id === id);
    return opened && { kind: 'opened', opened };
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.changed).dispose();
  }

  private roots(): DropletNode[] {
    const applications = new Map<string, DropletNode>();
    for (const { source, application } of [...this.stagings.running, ...this.droplets.history.stagings]) {
      applications.set(applicationKey({ source, application }), { kind: 'application', source, application });
    }
    return [...applications.values(), ...this.droplets.opened.map((opened) => ({ kind: 'opened' as const, opened }))];
  }

  private async folder(uri: vscode.Uri): Promise<DropletNode[]> {
    const entries = await this.files.readDirectory(uri);
    const rank = ([name, type]: [string, vscode.FileType]) => (type === vscode.FileType.Directory ? '0' : '1') + name;
    return entries
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
      .map(([name, type]) => ({ kind: 'file', uri: vscode.Uri.joinPath(uri, name), type }));
  }

  private owner(uri: vscode.Uri): DropletNode | undefined {
    const parent = vscode.Uri.joinPath(uri, '..');
    return parent.path === '/'
      ? this.node(uri.authority)
      : { kind: 'file', uri: parent, type: vscode.FileType.Directory };
  }
}

const sameApplication = (a: { source: string; application: string }, b: { source: string; application: string }) =>
  a.source === b.source && a.application === b.application;

function applicationItem(source: string, application: string): vscode.TreeItem {
  const item = new vscode.TreeItem(application, vscode.TreeItemCollapsibleState.Expanded);
  item.id = applicationKey({ source, application });
  item.description = vscode.workspace.asRelativePath(source);
  item.iconPath = new vscode.ThemeIcon('package');
  item.contextValue = 'application';
  return item;
}

function runningItem({ application, startedAt, doing }: RunningStaging): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Staging…'));
  item.id = `running\n${application}\n${startedAt}`;
  item.iconPath = new vscode.ThemeIcon('sync~spin');
  item.contextValue = 'running';
  item.command = { command: 'cfStaging.showStagingLog', title: vscode.l10n.t('Show Log') };
  item.accessibilityInformation = { label: vscode.l10n.t('{0}, being staged: {1}', application, doing) };
  return item;
}

function stagingItem(past: PastStaging, running: RunningDroplet | undefined, hasContainer: boolean): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(ago(past.startedAt, Date.now()), past.droplet ? Collapsed : None);
  const outcome = past.droplet ? size(past.size ?? 0) : outcomeText(past.outcome);
  const facts = past.outcome === 'Interrupted' ? [outcome] : [outcome, duration(past.ms)];
  item.id = past.id;
  item.description = facts.join(' · ');
  item.iconPath = stagingIcon(past);
  item.contextValue = past.droplet ? 'droplet' : hasContainer ? 'failedStagingKept' : 'failedStaging';
  item.tooltip = stagingTooltip(past);
  if (!past.droplet)
    item.command = { command: 'cfStaging.showStagingLog', title: vscode.l10n.t('Show Log'), arguments: [past.id] };
  const words = isFailure(past.outcome)
    ? vscode.l10n.t('staging failed: {0}', facts.join(', '))
    : past.droplet
      ? vscode.l10n.t('staged, {0}', facts.join(', '))
      : vscode.l10n.t('staging {0}', facts.join(', '));
  const label = [past.application, words, item.label as string].join(', ');
  item.accessibilityInformation = { label };
  return withRunning(item, running);
}

/** A droplet that runs says where, and can be stopped. */
function withRunning(item: vscode.TreeItem, running: RunningDroplet | undefined): vscode.TreeItem {
  if (!running) return item;
  const where = running.url?.toString(true) ?? vscode.l10n.t('starting…');
  const label = [item.accessibilityInformation?.label ?? item.label, vscode.l10n.t('running at {0}', where)].join(', ');
  return Object.assign(item, {
    description: `● ${where}`,
    iconPath: new vscode.ThemeIcon('play-circle', new vscode.ThemeColor('testing.iconPassed')),
    contextValue: 'runningDroplet',
    accessibilityInformation: { label },
  });
}

function stagingIcon({ outcome }: PastStaging): vscode.ThemeIcon {
  if (outcome === 'staged') return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
  if (!isFailure(outcome)) return new vscode.ThemeIcon('circle-slash');
  return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
}

function stagingTooltip(past: PastStaging): vscode.MarkdownString {
  const code = (text: string | undefined) => text && `\`${text}\``;
  const tooltip = new vscode.MarkdownString();
  const fact = (name: string, value: string | undefined) => value && tooltip.appendMarkdown(`**${name}** ${value}  \n`);
  fact(vscode.l10n.t('Started'), new Date(past.startedAt).toLocaleString());
  // A reason may quote a program's output, which is no Markdown.
  tooltip
    .appendMarkdown(`**${vscode.l10n.t('Outcome')}** `)
    .appendText(past.reason ?? outcomeText(past.outcome))
    .appendMarkdown('  \n');
  fact(vscode.l10n.t('Buildpack'), past.buildpack);
  fact(vscode.l10n.t('Start command'), code(past.startCommand));
  fact(vscode.l10n.t('Droplet'), code(past.droplet));
  fact('SHA-256', code(past.sha256));
  return tooltip;
}

function openedItem({ id, file }: OpenedDroplet, running: RunningDroplet | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(archiveName(file), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.description = vscode.workspace.asRelativePath(file);
  item.tooltip = file;
  item.iconPath = new vscode.ThemeIcon('file-zip');
  item.contextValue = 'openedDroplet';
  return withRunning(item, running);
}

function fileItem(uri: vscode.Uri, type: vscode.FileType): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const directory = type === vscode.FileType.Directory;
  const item = new vscode.TreeItem(uri, directory ? Collapsed : None);
  item.contextValue = directory ? 'dropletFolder' : 'dropletFile';
  if (type & vscode.FileType.SymbolicLink) item.description = '→';
  if (!directory) item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri] };
  return item;
}
