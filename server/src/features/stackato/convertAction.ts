// The refactoring "Convert to a Cloud Foundry manifest", offered anywhere in a Stackato manifest.
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { ManifestDocument } from '../../session/document';
import { toCloudFoundry } from '../../stackato/convert';
import { pathOfUri } from '../../base/uri';
import type { Session } from '../../session/session';

export const convertKind = `${CodeActionKind.RefactorRewrite}.cloudfoundry`;

/** A stackato.yml gets a manifest.yml beside it (under another name if that is taken); a manifest.yml is rewritten. */
export function convertActions(document: ManifestDocument, session: Session): CodeAction[] {
  const { platform, tree, uri } = document;
  const path = pathOfUri(uri);
  if (platform?.id !== 'stackato' || path === undefined || tree.errors.length || !tree.root) return [];
  const text = toCloudFoundry(document.text, uri, session.files.read);
  const own = /[\\/]manifest\.ya?ml$/i.test(path);
  const target = own ? path : freeName(dirname(path), session);
  const edit = own ? replaced(document, text) : created(target, text);
  return [{ title: 'Convert to a Cloud Foundry manifest', kind: convertKind, edit }];
}

const freeName = (folder: string, { files }: Session): string =>
  ['manifest.yml', 'manifest.cloudfoundry.yml', 'manifest.converted.yml']
    .map((name) => join(folder, name))
    .find((path) => !files.kind(path)) ?? join(folder, 'manifest.new.yml');

const replaced = (document: ManifestDocument, text: string): WorkspaceEdit => ({
  changes: { [document.uri]: [{ range: document.rangeOf({ start: 0, end: document.text.length }), newText: text }] },
});

function created(path: string, text: string): WorkspaceEdit {
  const uri = pathToFileURL(path).href;
  const start = { line: 0, character: 0 };
  const content: TextDocumentEdit = {
    textDocument: { uri, version: null },
    edits: [{ range: { start, end: start }, newText: text }],
  };
  return { documentChanges: [{ kind: 'create', uri, options: { ignoreIfExists: false } }, content] };
}
