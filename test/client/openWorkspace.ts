// What the tests inside the extension host share: the open workspace, and waiting for what the editor shows.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';

const folder = () => vscode.workspace.workspaceFolders![0]!.uri;
export const inWorkspace = (path: string) => vscode.Uri.joinPath(folder(), path);

/** Writes files below the workspace; `bin/…` scripts are executable. */
export function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder().fsPath, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: /\/bin\/[^/]+$/.test(path) ? 0o755 : 0o644 });
  }
}

/** Resolves with the first value that is not undefined, now or after one of the events. */
export function until<T>(event: vscode.Event<never> | vscode.Event<unknown>, look: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const check = () => {
      const value = look();
      if (value === undefined) return;
      subscription.dispose();
      resolve(value);
    };
    const subscription = (event as vscode.Event<unknown>)(check);
    check();
  });
}

/** Diagnostics of one source in a file, once there are any. */
export const diagnosticsOf = (uri: vscode.Uri, source: string) =>
  until(vscode.languages.onDidChangeDiagnostics, () => {
    const found = vscode.languages.getDiagnostics(uri).filter((one) => one.source === source);
    return found.length > 0 ? found : undefined;
  });

export async function openEditor(path: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace(path)));
}

/** A buildpack whose scripts are given; `detect` and `release` have answers. */
export const buildpack = (scripts: Record<string, string>) =>
  Object.fromEntries(
    Object.entries({ detect: 'echo test', release: 'echo "default_process_types: {web: sleep 60}"', ...scripts }).map(
      ([name, script]) => [`bin/${name}`, `#!/bin/bash\n${script}\n`],
    ),
  );

export const below = (path: string, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${path}/${name}`, text]));
