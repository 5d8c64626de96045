// "New Manifest": the shortest manifest that stages the folder, guessed from its files, with the name ready to be typed over.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { languageIds } from '../../server/src/base/protocol';
import { pickFolder } from './stage/findManifest';

/** A file that a system buildpack looks for → that buildpack. */
const buildpacks: [file: string, buildpack: string][] = [
  ['package.json', 'nodejs_buildpack'],
  ['Gemfile', 'ruby_buildpack'],
  ['requirements.txt', 'python_buildpack'],
  ['pyproject.toml', 'python_buildpack'],
  ['pom.xml', 'java_buildpack'],
  ['build.gradle', 'java_buildpack'],
  ['go.mod', 'go_buildpack'],
  ['composer.json', 'php_buildpack'],
  ['index.php', 'php_buildpack'],
  ['nginx.conf', 'nginx_buildpack'],
  ['Staticfile', 'staticfile_buildpack'],
  ['index.html', 'staticfile_buildpack'],
];

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

async function template(folder: vscode.Uri | undefined): Promise<vscode.SnippetString> {
  const snippet = new vscode.SnippetString('---\napplications:\n- name: ');
  snippet.appendPlaceholder(
    folder
      ? path
          .basename(folder.fsPath)
          .toLowerCase()
          .replace(/[^a-z0-9-]+/g, '-')
      : 'my-app',
  );
  snippet.appendText('\n  memory: ').appendPlaceholder('512M');
  const buildpack = folder && (await guess(folder));
  if (buildpack) snippet.appendText('\n  buildpacks:\n  - ').appendPlaceholder(buildpack);
  return snippet.appendText('\n').appendTabstop(0);
}

async function guess(folder: vscode.Uri): Promise<string | undefined> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (list) => new Set(list.map(([name]) => name)),
    () => new Set<string>(),
  );
  return buildpacks.find(([file]) => entries.has(file))?.[1];
}

const exists = async (uri: vscode.Uri) =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
