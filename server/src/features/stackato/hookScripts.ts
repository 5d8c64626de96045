// Hooks of a Stackato manifest, for features: links to the scripts they call, and the files of the application while one is typed.
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CompletionItemKind } from 'vscode-languageserver';
import type { DocumentLink } from 'vscode-languageserver';
import type { ManifestDocument } from '../../session/document';
import { runsScripts, scriptCalls } from '../../stackato/hooks/calls';
import { commandsOf } from '../../stackato/hooks/phases';
import { folderOf, spanIn } from '../../stackato/context';
import { hookTexts } from '../../stackato/hookTexts';
import { readStackato } from '../../stackato/inheritance';
import { pathOfUri } from '../../base/uri';
import type { Session } from '../../session/session';
import { asScalar, follow } from '../../yaml/tree';
import type { Path } from '../../yaml/tree';
import { value } from '../common/candidate';
import type { Candidate, ValueSource } from '../common/candidate';

/** Links from the scripts that hooks call, where they exist. */
export function hookLinks(document: ManifestDocument, { files }: Session): DocumentLink[] {
  const links: DocumentLink[] = [];
  if (document.platform?.id !== 'stackato') return links;
  const { tree, uri } = document;
  for (const { app, phase, node, single } of hookTexts(readStackato(tree, uri, files.read))) {
    const folder = folderOf({ uri }, app);
    if (folder === undefined) continue;
    for (const command of commandsOf(phase, node.text, single)) {
      for (const { path, start, end } of scriptCalls(command.text)) {
        const target = join(folder, path);
        if (files.kind(target) !== 'file') continue;
        const range = document.rangeOf(spanIn(tree, node, command.start + start, command.start + end));
        links.push({ range, target: pathToFileURL(target).href, tooltip: 'Open the script' });
      }
    }
  }
  return links;
}

/** Files of the application's folder, once a path is being typed: behind `./`, `bin/` or an interpreter. */
export const scriptFiles: ValueSource = ({ document, session, path, cursor }) => {
  const { prefix } = cursor;
  const word = /(?<![^\s"'`=;&|()<>])[^\s"'`=;&|()<>]*$/.exec(prefix)![0];
  const before = prefix.slice(0, prefix.length - word.length);
  if (!word.includes('/') && !runsScripts(before)) return [];
  if (/[$*?~]|^\//.test(word)) return [];
  const inside = word.slice(0, word.lastIndexOf('/') + 1);
  const folder = applicationFolder(document, path);
  return folder === undefined ? [] : filesIn(session, join(folder, inside), before, inside, word.slice(inside.length));
};

function filesIn({ files }: Session, folder: string, before: string, inside: string, typed: string): Candidate[] {
  const dots = typed.startsWith('.');
  return (files.list(folder) ?? [])
    .filter(({ name }) => name.startsWith('.') === dots && !/^(node_modules|\.git)$/.test(name))
    .sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name))
    .map(({ name, folder: isFolder }) => {
      const text = before + inside + name + (isFolder ? '/' : '');
      const kind = isFolder ? CompletionItemKind.Folder : CompletionItemKind.File;
      return value(inside + name, { insert: text, filter: text, kind, ...(isFolder && { again: true }) });
    });
}

/** Folder of the application at a path: the key of a map, `path` of an item, `app-dir` at the top level. */
function applicationFolder({ uri, tree }: ManifestDocument, path: Path): string | undefined {
  const manifest = pathOfUri(uri);
  if (manifest === undefined) return undefined;
  const [first, entry] = path;
  const owner = first === 'applications' ? path.slice(0, 2) : [];
  const written =
    first === 'applications' && typeof entry === 'string'
      ? entry
      : asScalar(follow(tree.root, [...owner, owner.length ? 'path' : 'app-dir']))?.text;
  return resolve(dirname(manifest), written ?? '.');
}
