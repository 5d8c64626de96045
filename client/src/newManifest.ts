// "New Manifest": the shortest manifest that stages the folder, guessed from its files, with the name ready to be typed over.
import { posix } from 'node:path';
import * as vscode from 'vscode';
import { languageIds } from '../../server/src/base/protocol';
import { pickFolder } from './stage/findManifest';
import { guessApp, hostName } from './staging/plan/guess';
import type { Guess } from './staging/plan/guess';

export async function newManifest(argument?: vscode.Uri): Promise<void> {
  const folder = argument ?? (await pickFolder());
  if (!folder && vscode.workspace.workspaceFolders?.length) return;
  const target = folder && vscode.Uri.joinPath(folder, 'manifest.yml');
  if (target && (await exists(target))) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This folder has a manifest already; it is open now.'));
    await vscode.window.showTextDocument(target);
    return;
  }
  const document = target
    ? await vscode.workspace.openTextDocument(target.with({ scheme: 'untitled' }))
    : await vscode.workspace.openTextDocument({ language: languageIds.cloudfoundry });
  if (target) await vscode.languages.setTextDocumentLanguage(document, languageIds.cloudfoundry);
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(await template(folder));
}

/** What was guessed stands there with the reason, as a comment. */
async function template(folder: vscode.Uri | undefined): Promise<vscode.SnippetString> {
  const guess = folder && (await guessIn(folder));
  const name = hostName(guess?.name ?? (folder ? posix.basename(folder.path) : ''));
  const snippet = new vscode.SnippetString('---\napplications:\n- name: ').appendPlaceholder(name);
  if (guess?.path)
    snippet.appendText(`\n  # ${vscode.l10n.t('what the build makes')}\n  path: `).appendPlaceholder(guess.path);
  snippet.appendText('\n  memory: ').appendPlaceholder(guess?.memory ?? '512M');
  if (guess) {
    const why = vscode.l10n.t('because of {0}', guess.file);
    snippet.appendText(`\n  buildpacks:\n  # ${why}\n  - `).appendPlaceholder(guess.buildpack);
  }
  return snippet.appendText('\n').appendTabstop(0);
}

const namesIn = (folder: vscode.Uri) =>
  vscode.workspace.fs.readDirectory(folder).then(
    (list) => list.map(([name]) => name),
    () => [],
  );

/** The file by which an app is recognised also says what it is called. */
async function guessIn(folder: vscode.Uri): Promise<Guess | undefined> {
  const names = await namesIn(folder);
  const file = guessApp(names)?.file;
  const text = file && (await textOf(vscode.Uri.joinPath(folder, file)));
  return guessApp(names, () => text);
}

/** Undefined for what is no small regular file. */
async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(file);
    if (!(type & vscode.FileType.File) || size > 1024 * 1024) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}

const exists = async (uri: vscode.Uri) =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
