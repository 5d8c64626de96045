// "Compare with Previous Droplet": every file that is new, gone or different, in one editor of differences.
import * as vscode from 'vscode';
import { dropletUri } from './dropletFiles';
import type { DropletFiles } from './dropletFiles';
import type { PastStaging } from '../stage/history';
import type { DropletEntry } from '../staging/droplet/entry';
import { ago } from '../staging/report/units';

/** More changed files than anybody reads; the editor would not cope either. */
const mostFiles = 500;

export async function compareDroplets(before: PastStaging, after: PastStaging, files: DropletFiles): Promise<void> {
  if (before.sha256 !== undefined && before.sha256 === after.sha256) return tellSame();
  const { location, title } = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Comparing droplets') };
  const changed = await vscode.window.withProgress({ location, title }, () => differences(before.id, after.id, files));
  if (changed.length === 0) return tellSame();
  const heading = vscode.l10n.t(
    '{0}: {1} ↔ {2}',
    after.application,
    ago(before.startedAt, Date.now()),
    ago(after.startedAt, Date.now()),
  );
  const resources = changed.slice(0, mostFiles).map(({ path, was, is }) => {
    const [left, right] = [dropletUri(before.id, path), dropletUri(after.id, path)];
    return [right, was ? left : undefined, is ? right : undefined];
  });
  await vscode.commands.executeCommand('vscode.changes', heading, resources);
  if (changed.length > mostFiles) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} files differ; the first {1} are shown.', changed.length, mostFiles),
    );
  }
}

function tellSame(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('The two droplets hold the same files.'));
}

interface Difference {
  path: string;
  was: boolean;
  is: boolean;
}

async function differences(before: string, after: string, files: DropletFiles): Promise<Difference[]> {
  const [old, now] = await Promise.all([files.entries(before), files.entries(after)]);
  const found: Difference[] = [];
  for (const path of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(path), now.get(path)];
    if (was && is && sameOutside(was, is) && (was.type !== 'file' || (await sameContent(before, after, path, files))))
      continue;
    found.push({ path: `/${path}`, was: was !== undefined, is: is !== undefined });
  }
  return found;
}

/** Times say nothing: all files of a droplet have that of the app's newest file. */
const sameOutside = (one: DropletEntry, other: DropletEntry) =>
  one.type === other.type && one.size === other.size && one.mode === other.mode && one.target === other.target;

async function sameContent(before: string, after: string, path: string, files: DropletFiles): Promise<boolean> {
  const read = (id: string) => files.readFile(dropletUri(id, `/${path}`));
  const [one, other] = await Promise.all([read(before), read(after)]);
  return Buffer.compare(one, other) === 0;
}
