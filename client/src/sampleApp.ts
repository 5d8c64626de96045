// "Try a Sample App": a page with a buildpack that needs no network, written into a folder of the user, and its manifest in the editor.
import { chmod, cp, readdir } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';

const toOpen = 'sampleManifestToOpen';

export class SampleApp {
  /** `state` outlives the change of the folder, which starts the extension anew. */
  constructor(
    private readonly sample: string,
    private readonly state: vscode.Memento,
  ) {}

  /** Goes into `target`, the open folder if it is empty, or one that the user chooses. Answers the manifest, if it opens in this window. */
  async write(target?: vscode.Uri): Promise<vscode.Uri | undefined> {
    const chosen = target ?? (await emptyWorkspace()) ?? (await choose());
    if (!chosen) return undefined;
    const folder = await freeFolder(chosen.fsPath);
    await cp(this.sample, folder, { recursive: true, force: false });
    await makeExecutable(path.join(folder, 'buildpack', 'bin'));
    const manifest = vscode.Uri.file(path.join(folder, 'manifest.yml'));
    if (vscode.workspace.getWorkspaceFolder(manifest)) {
      await vscode.window.showTextDocument(manifest);
      return manifest;
    }
    await this.state.update(toOpen, manifest.fsPath);
    await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder));
    return undefined;
  }

  /** After the folder of a sample was opened: its manifest. */
  async openAfterwards(): Promise<void> {
    const file = this.state.get<string>(toOpen);
    if (!file || !vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))) return;
    await this.state.update(toOpen, undefined);
    await vscode.window.showTextDocument(vscode.Uri.file(file));
  }
}

/** The package of an extension need not have kept the modes. */
const makeExecutable = async (folder: string) => {
  for (const name of await readdir(folder)) await chmod(path.join(folder, name), 0o755);
};

/** What a new repository or a look at the settings has put there does not count. */
const isEmpty = async (folder: string) =>
  (await readdir(folder)).every((name) => name === '.git' || name === '.vscode');

async function emptyWorkspace(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only] = folders;
  return folders.length === 1 && only?.uri.scheme === 'file' && (await isEmpty(only.uri.fsPath)) ? only.uri : undefined;
}

async function choose(): Promise<vscode.Uri | undefined> {
  const folders = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Where to put the sample app'),
    openLabel: vscode.l10n.t('Put It Here'),
    canSelectFolders: true,
    canSelectFiles: false,
  });
  return folders?.[0];
}

/** The folder itself if it is empty, otherwise a new one in it: nothing is overwritten. */
async function freeFolder(folder: string): Promise<string> {
  const names = await readdir(folder).catch((): string[] => []);
  if (!names.length || (await isEmpty(folder))) return folder;
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'sample-app' : `sample-app-${number}`;
    if (!names.includes(name)) return path.join(folder, name);
  }
}
