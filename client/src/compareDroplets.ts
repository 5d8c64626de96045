// "Compare with Previous Droplet": every file that is new, gone or different, in one editor of differences.
import * as vscode from 'vscode';
import { dropletUri, type DropletFiles } from './dropletFiles';
import type { Run } from './history';
import { ago } from './text';

/** More changed files than anybody reads; the editor would not cope either. */
const mostFiles = 500;

export async function compareDroplets(before: Run, after: Run, files: DropletFiles): Promise<void> {
  const { location, title } = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Comparing droplets') };
  const changed = await vscode.window.withProgress({ location, title }, () => differences(before.id, after.id, files));
  if (changed.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The two droplets hold the same files.'));
    return;
  }
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

interface Difference {
  path: string;
  was: boolean;
  is: boolean;
}

async function differences(before: string, after: string, files: DropletFiles): Promise<Difference[]> {
  const [old, now] = await Promise.all([files.fingerprints(before), files.fingerprints(after)]);
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .sort()
    .map((path) => ({ path, was: old.has(path), is: now.has(path) }));
}
