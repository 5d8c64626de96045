// Definition, references, highlights and rename of anchors, applications, process types and ((variables)).
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DocumentHighlightKind } from 'vscode-languageserver';
import type {
  DocumentHighlight,
  Location,
  LocationLink,
  Position,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import { pathOfUri } from '../base/uri';
import type { Session } from '../session/session';
import { asMapping, keyText } from '../yaml/tree';
import { nameAt, sameName } from './common/names';
import type { NameKind, Occurrence } from './common/names';
import { substitutionAt, substitutionTarget } from './stackato/substitutions';
import { scalarSource } from '../base/sourceText';
import { variablesFor } from './common/variablesFor';

export function definition(document: ManifestDocument, position: Position, session: Session): LocationLink[] {
  const symbol = substitutionAt(document, session, document.offsetAt(position));
  const defined = symbol && substitutionTarget(symbol);
  if (defined) return [{ originSelectionRange: document.rangeOf(symbol), ...target(defined.uri, defined.range) }];
  const name = nameAt(document, document.offsetAt(position));
  if (!name) return [];
  const origin = document.rangeOf(name);
  const here = sameName(document, name)
    .filter((one) => one.declaration)
    .map((one) => ({ originSelectionRange: origin, ...target(document.uri, document.rangeOf(one)) }));
  if (here.length) return here;
  const elsewhere =
    name.kind === 'variable' ? inVariablesFiles(document, name, session) : inProcfile(document, name, session);
  return elsewhere.map(({ uri, range }) => ({ originSelectionRange: origin, ...target(uri, range) }));
}

const target = (uri: string, range: Range) => ({ targetUri: uri, targetRange: range, targetSelectionRange: range });

/** Where the variable gets its value: only the file that counts, or the part a dotted name leads to. */
function inVariablesFiles(document: ManifestDocument, { name }: Occurrence, session: Session): Location[] {
  const value = variablesFor(document, session).find(name);
  if (!value?.file) return [];
  const { path, tree } = value.file;
  const { start, end } = value.pair?.key ?? value.node;
  const text = TextDocument.create('', 'yaml', 0, tree.text);
  const range = { start: text.positionAt(start), end: text.positionAt(end) };
  return [{ uri: pathToFileURL(path).href, range }];
}

/** A process type that the manifest does not configure comes from the Procfile. */
function inProcfile(document: ManifestDocument, { kind, name }: Occurrence, session: Session): Location[] {
  const path = pathOfUri(document.uri);
  if (kind !== 'process' || !path) return [];
  const procfile = join(dirname(path), 'Procfile');
  const lines = session.files.read(procfile)?.split('\n') ?? [];
  return lines.flatMap((text, line) => {
    if (text.split(':', 1)[0] !== name) return [];
    return [
      {
        uri: pathToFileURL(procfile).href,
        range: { start: { line, character: 0 }, end: { line, character: name.length } },
      },
    ];
  });
}

export function references(document: ManifestDocument, position: Position, withDeclaration: boolean): Location[] {
  const name = nameAt(document, document.offsetAt(position));
  if (!name) return [];
  return sameName(document, name)
    .filter((one) => withDeclaration || !one.declaration)
    .map((one) => ({ uri: document.uri, range: document.rangeOf(one) }));
}

export function highlights(document: ManifestDocument, position: Position): DocumentHighlight[] {
  const name = nameAt(document, document.offsetAt(position));
  if (!name) return [];
  return sameName(document, name).map((one) => ({
    range: document.rangeOf(one),
    kind: one.declaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

export function prepareRename(
  document: ManifestDocument,
  position: Position,
): { range: Range; placeholder: string } | null {
  const name = nameAt(document, document.offsetAt(position));
  if (!name || (name.kind === 'variable' && name.name.includes('.'))) return null;
  return { range: document.rangeOf(name), placeholder: name.name };
}

/** What a new name may consist of; anything else would change what the file means. */
const grammar: Record<NameKind, RegExp> = {
  anchor: /^[^\s,[\]{}]+$/,
  variable: /^[-/\w\p{L}]+$/u,
  application: /\S/,
  process: /\S/,
};

export function rename(
  document: ManifestDocument,
  position: Position,
  to: string,
  session: Session,
): WorkspaceEdit | null {
  const name = nameAt(document, document.offsetAt(position));
  if (!name || !grammar[name.kind].test(to)) return null;
  const here = sameName(document, name).map((one): TextEdit => ({
    range: document.rangeOf(one),
    newText: needsQuotes(document, one) ? scalarSource(to) : to,
  }));
  const changes: Record<string, TextEdit[]> = { [document.uri]: here };
  if (name.kind === 'variable') Object.assign(changes, inAllVariablesFiles(document, name.name, to, session));
  return { changes };
}

/** Plain scalars may have to become quoted ones; inside quotes, names and variables are written as they are. */
function needsQuotes(document: ManifestDocument, { kind, start }: Occurrence): boolean {
  return (kind === 'application' || kind === 'process') && !/["']/.test(document.text[start - 1] ?? '');
}

/** A variable is renamed in every vars file that gives it a value. */
function inAllVariablesFiles(
  document: ManifestDocument,
  name: string,
  to: string,
  session: Session,
): Record<string, TextEdit[]> {
  const edits = variablesFor(document, session).files.flatMap(({ path, tree }) => {
    const text = TextDocument.create('', 'yaml', 0, tree.text);
    const keys = asMapping(tree.root)?.pairs.filter((pair) => keyText(pair) === name) ?? [];
    if (!keys.length) return [];
    const changes = keys.map(({ key }) => ({
      range: { start: text.positionAt(key.start), end: text.positionAt(key.end) },
      newText: scalarSource(to),
    }));
    return [[pathToFileURL(path).href, changes] as const];
  });
  return Object.fromEntries(edits);
}
