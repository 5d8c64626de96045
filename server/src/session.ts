// What a feature may ask for beyond its document: settings, files (open ones as they stand in the editor), workspace folders.
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TextDocuments } from 'vscode-languageserver';
import type { ManifestDocument } from './document';
import { diskFiles } from './files';
import type { Files } from './files';
import { defaultSettings } from './settings';
import type { Settings } from './settings';

export class Session {
  settings: Settings = defaultSettings;
  /** Absolute paths. */
  workspaceFolders: string[] = [];
  /** The editor knows tab stops in what completion inserts. */
  snippets = false;
  readonly files: Files;

  constructor(documents: TextDocuments<ManifestDocument>) {
    this.files = {
      ...diskFiles,
      read: (path) => documents.get(pathToFileURL(path).href)?.text ?? diskFiles.read(path),
    };
  }

  /** Vars files of the setting, as absolute paths. */
  variablesFiles(uri: string): string[] {
    const path = pathOfUri(uri) ?? '';
    const base = this.workspaceFolders.find((folder) => path.startsWith(folder)) ?? resolve(path, '..');
    return this.settings.staging.variablesFiles.map((file) => (isAbsolute(file) ? file : resolve(base, file)));
  }
}

/** Path of a file: URI; undefined for anything else (an untitled document has no files beside it). */
export function pathOfUri(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
