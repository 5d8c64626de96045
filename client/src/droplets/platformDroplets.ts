// "Open Droplet of an App…": a droplet of the target's space, downloaded into the view.
import { createHash } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { loadFoundation } from '../base/loadFoundation';
import type { AppDroplet } from '../staging/foundation/spaceDroplets';
import { Meter, progressWords } from '../staging/report/progress';
import { ago } from '../staging/report/units';
import type { TargetConnection } from '../target/targetConnection';

/** Where droplets of the platform are kept; closing one deletes it. */
export class PlatformDroplets {
  constructor(
    private readonly connection: TargetConnection,
    private readonly folder: string,
  ) {}

  /** Asks for the app and its droplet; the downloaded file, or undefined when the user gave up. */
  async fetch(): Promise<string | undefined> {
    const { api, target } = await this.connection.connect();
    const { appsOfSpace, dropletsOfApp } = await loadFoundation();
    const where = `${target.organization?.name}/${target.space?.name}`;
    const apps = await appsOfSpace(api);
    const app = await pick(
      apps.map((one) => ({ label: one.name, one })),
      vscode.l10n.t('Droplet of which app in {0}?', where),
      vscode.l10n.t('There are no apps in {0}.', where),
    );
    if (!app) return undefined;
    const droplet = await pick(
      (await dropletsOfApp(api, app)).filter(({ lifecycle }) => lifecycle.type !== 'docker').map(item),
      vscode.l10n.t('Which droplet of {0}?', app.name),
      vscode.l10n.t('{0} has no droplet that can be downloaded.', app.name),
    );
    return droplet && this.download(app.name, droplet);
  }

  /** Deletes the file of a droplet that was fetched. */
  async forget(file: string): Promise<void> {
    if (path.dirname(path.dirname(file)) === this.folder)
      await rm(path.dirname(file), { recursive: true, force: true });
  }

  private async download(app: string, droplet: AppDroplet): Promise<string | undefined> {
    const { api } = await this.connection.connect();
    const { downloadDroplet } = await loadFoundation();
    const name = `${app.replace(/[^\w.-]+/g, '-')} ${stamp(droplet.created_at)}.droplet.tgz`;
    const file = path.join(this.folder, createHash('sha256').update(droplet.guid).digest('hex').slice(0, 12), name);
    const partial = `${file}.partial-${process.pid}`;
    await mkdir(path.dirname(file), { recursive: true });
    const title = vscode.l10n.t('Downloading the droplet of {0}', app);
    const location = vscode.ProgressLocation.Notification;
    return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      const tell = (message: string) => progress.report({ message });
      const meter = (total: number | undefined) => new Meter((now) => tell(progressWords(now, vscode.l10n.t)), total);
      try {
        await downloadDroplet(api, droplet, partial, { meter, notice: tell, signal: stop.signal });
        await rename(partial, file);
        return file;
      } catch (error) {
        await rm(partial, { force: true });
        if (stop.signal.aborted) return undefined;
        throw error;
      }
    });
  }
}

async function pick<T>(items: (vscode.QuickPickItem & { one: T })[], placeHolder: string, none: string) {
  if (!items.length) {
    void vscode.window.showInformationMessage(none);
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.one;
}

function item(one: AppDroplet): vscode.QuickPickItem & { one: AppDroplet } {
  const created = new Date(one.created_at);
  const buildpacks = (one.buildpacks ?? []).flatMap(({ name, version }) =>
    name ? [version ? `${name} ${version}` : name] : [],
  );
  return {
    label: `${one.isCurrent ? '$(circle-filled)' : '$(circle-outline)'} ${created.toLocaleString()}`,
    description: [one.isCurrent ? vscode.l10n.t('current') : '', ago(created.getTime(), Date.now())]
      .filter(Boolean)
      .join(' · '),
    detail: [one.stack, ...buildpacks].filter(Boolean).join(' · '),
    one,
  };
}

/** `2026-11-27 14.03`: for a file's name, in the time of this machine. */
function stamp(iso: string): string {
  const time = new Date(iso);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString();
  return local.slice(0, 16).replace('T', ' ').replace(':', '.');
}
