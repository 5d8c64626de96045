// Opens manifests for tests of features: `<*>` marks the cursor, other files are given by path relative to the manifest.
import { dirname, join, posix } from 'node:path';
import type { CompletionItem, Position, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ManifestDocument } from '../../server/src/session/document';
import type { Files } from '../../server/src/base/files';
import { thisMachine } from '../../server/src/session/machine';
import { Session } from '../../server/src/session/session';
import type { TargetKnowledge } from '../../server/src/base/targetKnowledge';

export interface Opened {
  document: ManifestDocument;
  session: Session;
  /** Of the `<*>`. */
  offset: number;
  position: Position;
}

export interface OpenOptions {
  /** Name of the file, `manifest.yml` if not given. */
  name?: string;
  files?: Record<string, string>;
  snippets?: boolean;
  /** What the platform says, in a folder that the user trusts. */
  target?: TargetKnowledge;
}

const folder = '/project';
const cursorMark = '<*>';

export function open(
  marked: string,
  { name = 'manifest.yml', files = {}, snippets = true, target }: OpenOptions = {},
): Opened {
  const offset = Math.max(0, marked.indexOf(cursorMark));
  const text = marked.replace(cursorMark, '');
  const uri = `file://${folder}/${name}`;
  const document = ManifestDocument.create(uri, 'yaml', 1, text);
  const session = new Session({ get: () => undefined, all: () => [] } as never, thisMachine());
  Object.assign(session, { files: filesOf(files), snippets, target, trusted: target !== undefined });
  return { document, session, offset, position: document.positionAt(offset) };
}

/** Files that exist in memory only. */
function filesOf(given: Record<string, string>): Files {
  const all = new Map(Object.entries(given).map(([path, text]) => [join(folder, path), text]));
  const folders = new Set([...all.keys()].flatMap((path) => parents(path)));
  return {
    read: (path) => all.get(path),
    kind: (path) =>
      all.has(path) ? 'file' : folders.has(posix.normalize(path).replace(/\/$/, '')) ? 'folder' : undefined,
    list: (path) => {
      const here = join(path, '.').replace(/\/$/, '');
      if (!folders.has(here)) return undefined;
      const names = new Map<string, boolean>();
      for (const file of all.keys()) {
        if (!file.startsWith(`${here}/`)) continue;
        const [first = '', ...rest] = file.slice(here.length + 1).split('/');
        names.set(first, rest.length > 0);
      }
      return [...names].map(([entry, isFolder]) => ({ name: entry, folder: isFolder }));
    },
  };
}

function parents(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...parents(parent)];
}

/** The text after edits. */
export function afterEdits(text: string, edits: TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
}

/** The text after choosing a suggestion; tab stops are filled with their defaults. */
export function afterChoosing({ document }: Opened, item: CompletionItem): string {
  const edit = item.textEdit as TextEdit;
  const newText = edit.newText
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\{?\d+\}?/g, '')
    .replace(/\\([\\$}])/g, '$1');
  return afterEdits(document.text, [{ ...edit, newText }]);
}
