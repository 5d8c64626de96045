// The manifest meant by a file, a folder, the active editor, or the only one there is.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { action, CannotStage } from './cannotStage';
import { isManifest } from '../base/language';
import type { Language } from '../base/language';

const manifestName = /^(manifest|stackato).*\.ya?ml$/i;
const manifestGlob = '**/{manifest,stackato}*.{yml,yaml}';
const notOurFolders = '**/{node_modules,bower_components,vendor,target,dist,.git}/**';

/**
 * `wanted`: names of applications; a manifest that has them is preferred. `bare`: there is no manifest, and the user wants the
 * folder staged as it is. Undefined when the user gave up.
 */
export async function findManifest(
  language: Language,
  uri: vscode.Uri | undefined,
  wanted: string[] = [],
): Promise<{ uri: vscode.Uri; bare?: boolean } | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  const edited = !uri && active && isManifest(active) ? active.uri : undefined;
  const named = uri ?? edited;
  if (named?.scheme === 'untitled') {
    const saved = await vscode.workspace.save(named);
    return saved && { uri: saved };
  }
  if (named) onDisk(named);
  if (edited) return { uri: edited };
  if (uri && manifestName.test(path.basename(uri.fsPath)) && !(await isFolder(uri))) return { uri };
  const folder = uri && ((await isFolder(uri)) ? uri : vscode.Uri.joinPath(uri, '..'));
  const found = await search(language, folder, wanted);
  if (found.length === 1) return { uri: found[0]! };
  return found.length > 1 ? pick(found) : offerBareFolder(folder);
}

function onDisk(uri: vscode.Uri): void {
  if (uri.scheme === 'file') return;
  throw new CannotStage(
    vscode.l10n.t(
      'Staging needs the files on disk, and these are not ({0}). Open a folder of this machine.',
      uri.scheme,
    ),
  );
}

export const isFolder = async (uri: vscode.Uri) =>
  vscode.workspace.fs.stat(uri).then(
    (stat) => (stat.type & vscode.FileType.Directory) !== 0,
    () => false,
  );

/** App manifests below a folder, or of the workspace; files of other tools with the same name are left out. */
export async function allManifests(language: Language, folder?: vscode.Uri): Promise<vscode.Uri[]> {
  const pattern = folder ? new vscode.RelativePattern(folder, manifestGlob) : manifestGlob;
  const files = await vscode.workspace.findFiles(pattern, notOurFolders, 100);
  const kinds = await Promise.all(files.map((file) => language.kind(file).catch(() => undefined)));
  return files.filter((_, index) => kinds[index]?.platform);
}

/** App manifests below a folder, or only its own when it has any. */
async function search(language: Language, folder: vscode.Uri | undefined, wanted: string[]): Promise<vscode.Uri[]> {
  const manifests = await allManifests(language, folder);
  const named = wanted.length > 0 ? await withApplications(language, manifests, wanted) : [];
  if (named.length > 0) return named;
  const own = manifests.filter((file) => path.dirname(file.fsPath) === folder?.fsPath);
  const depth = (file: vscode.Uri) => file.path.split('/').length;
  return (own.length > 0 ? own : manifests).sort((a, b) => depth(a) - depth(b) || a.path.localeCompare(b.path));
}

/** Those of the manifests that have all these applications. */
async function withApplications(language: Language, manifests: vscode.Uri[], wanted: string[]): Promise<vscode.Uri[]> {
  const listed = await Promise.all(manifests.map((file) => language.applications(file).catch(() => [])));
  return manifests.filter((_, index) => {
    const names = listed[index]!.map((one) => one.name);
    return wanted.every((name) => names.includes(name));
  });
}

async function pick(found: vscode.Uri[]): Promise<{ uri: vscode.Uri } | undefined> {
  const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which manifest?') });
}

/** The folder of the workspace, or the one the user picks; undefined when none is open or the user gave up. */
export async function pickFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0])?.uri;
}

async function offerBareFolder(folder: vscode.Uri | undefined): Promise<{ uri: vscode.Uri; bare: true } | undefined> {
  if (!folder && !vscode.workspace.workspaceFolders?.length) {
    throw new CannotStage(
      vscode.l10n.t('No folder is open, so there is nothing to stage. Open the folder of your app first.'),
      [action(vscode.l10n.t('Open Folder'), 'workbench.action.files.openFolder')],
    );
  }
  const uri = folder ?? (await pickFolder());
  if (!uri) return undefined;
  const stage = vscode.l10n.t('Stage Without a Manifest');
  const create = vscode.l10n.t('New Manifest');
  const text = vscode.l10n.t(
    'There is no manifest in {0}. Stage the folder with default settings, or write one?',
    path.basename(uri.fsPath),
  );
  const answer = await vscode.window.showInformationMessage(text, stage, create);
  if (answer === create) await vscode.commands.executeCommand('cfStaging.newManifest', uri);
  if (answer !== stage) return undefined;
  return { uri, bare: true };
}
