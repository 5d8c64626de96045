// The language server of a browser: a web worker, which asks here for what it is to know of the workspace's files.
import * as vscode from 'vscode';
import { LanguageClient, State } from 'vscode-languageclient/browser';
import type { Server } from '../base/language';
import { lookRequest } from '../../../server/src/base/protocol';
import type { Look, Looked } from '../../../server/src/base/protocol';

// TypeScript's whole library of browsers would lend its globals to what runs on Node.js.
declare const Worker: new (script: string) => never;

/** `script`: of the worker. */
export const serverWorker =
  (script: vscode.Uri): Server =>
  (options) => {
    const client = new LanguageClient('cfStaging', 'Cloud Foundry', new Worker(script.toString(true)), options);
    client.onRequest(lookRequest, look);
    return Promise.resolve({ client, State });
  };

const mostBytes = 1024 * 1024;

/** Never rejects: what cannot be reached is not there. */
async function look({ uri, what }: Look): Promise<Looked> {
  const file = vscode.Uri.parse(uri);
  try {
    const { type, size } = await vscode.workspace.fs.stat(file);
    const isFolder = (of: vscode.FileType) => (of & vscode.FileType.Directory) !== 0;
    const kind = isFolder(type) ? 'folder' : 'file';
    if (what === 'read' && kind === 'file' && size <= mostBytes)
      return { kind, bytes: await vscode.workspace.fs.readFile(file) };
    if (what !== 'list' || kind !== 'folder') return { kind };
    const entries = await vscode.workspace.fs.readDirectory(file);
    return {
      kind,
      entries: entries.map(([name, of]) => ({ name, folder: isFolder(of) })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  } catch {
    return {};
  }
}
