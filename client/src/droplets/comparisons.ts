// Droplets compared in a tab of their own: every difference with what it costs, and a text difference for each.
import * as vscode from 'vscode';
import { loadStaging } from '../base/loadStaging';
import { costOf, grouped } from '../staging/analysis/differences';
import type { Difference } from '../staging/analysis/differences';
import type { Droplets } from './droplets';
import { dropletUri } from './dropletFiles';
import type { Comparison } from './page/messages';
import { pageTexts } from './pageTexts';
import { showPage } from './showPage';

const viewType = 'cfStaging.comparison';
/** More rows than anybody reads are not sent to the page. */
const mostRows = 1000;
/** More changed files than the editor of several differences copes with. */
const mostFiles = 500;

/** Ids of the droplets, as in their `droplet:` URIs. */
export interface Pair {
  before: string;
  after: string;
}

interface Found {
  differences: Difference[];
  comparison: Comparison;
}

export class Comparisons implements vscode.WebviewPanelSerializer {
  constructor(
    private readonly droplets: Droplets,
    private readonly extension: vscode.Uri,
  ) {}

  register(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  show(pair: Pair): void {
    this.fill(
      vscode.window.createWebviewPanel(viewType, '', vscode.ViewColumn.Active, { enableFindWidget: true }),
      pair,
    );
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state?: { subject?: Pair }): Promise<void> {
    if (state?.subject) this.fill(panel, state.subject);
    else panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, pair: Pair): void {
    const title = vscode.l10n.t('{0} ↔ {1}', this.droplets.name(pair.before), this.droplets.name(pair.after));
    panel.title = title;
    const stop = new AbortController();
    panel.onDidDispose(() => stop.abort());
    let found: Promise<Found> | undefined;
    const tell = showPage(panel, this.extension, title, async (message) => {
      const { differences, comparison } = await (found ??= this.compare(pair, stop.signal));
      if (message.kind === 'ready') tell({ kind: 'comparison', texts: pageTexts(), subject: pair, comparison });
      if (message.kind === 'open') await openDifference(pair, differences, message.path);
      if (message.kind === 'openAll') await openAll(pair, title, differences);
    });
  }

  private async compare({ before, after }: Pair, signal: AbortSignal): Promise<Found> {
    const { compareDroplets, withDroplet } = await loadStaging();
    return withDroplet(this.archive(before), (one) =>
      withDroplet(this.archive(after), async (other) => {
        const differences = await compareDroplets(one, other, signal);
        const rows = grouped(differences, one.entries, other.entries);
        const count = { added: 0, removed: 0, changed: 0 };
        let cost = 0;
        for (const difference of differences) {
          count[difference.kind]++;
          cost += costOf(difference);
        }
        const side = (id: string, size: number) => ({ name: this.droplets.name(id), size });
        const comparison = {
          ...{ before: side(before, one.size.packed), after: side(after, other.size.packed), cost, count },
          ...{ rows: rows.slice(0, mostRows), left: Math.max(0, rows.length - mostRows) },
        };
        return { differences, comparison };
      }),
    );
  }

  private archive(id: string): string {
    const archive = this.droplets.archive(id);
    if (archive !== undefined) return archive;
    throw new Error(vscode.l10n.t('This droplet is not kept any more. Stage the app again.'));
  }
}

/** Both sides of a difference; undefined where it is not. */
function sides({ before, after }: Pair, { path, kind }: Difference): [left?: vscode.Uri, right?: vscode.Uri] {
  const [left, right] = [dropletUri(before, `/${path}`), dropletUri(after, `/${path}`)];
  return [kind === 'added' ? undefined : left, kind === 'removed' ? undefined : right];
}

async function openDifference(pair: Pair, differences: Difference[], path: string): Promise<void> {
  const difference = differences.find((one) => one.path === path);
  if (!difference) return;
  const [left, right] = sides(pair, difference);
  if (left && right) await vscode.commands.executeCommand('vscode.diff', left, right, path);
  else await vscode.commands.executeCommand('vscode.open', left ?? right);
}

async function openAll(pair: Pair, title: string, differences: Difference[]): Promise<void> {
  const resources = differences.slice(0, mostFiles).map((difference) => {
    const [left, right] = sides(pair, difference);
    return [right ?? left, left, right];
  });
  await vscode.commands.executeCommand('vscode.changes', title, resources);
  if (differences.length <= mostFiles) return;
  const text = vscode.l10n.t('{0} files differ; the first {1} are shown.', differences.length, mostFiles);
  void vscode.window.showInformationMessage(text);
}
