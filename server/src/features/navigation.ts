// Definition, references and highlights of anchors, applications, process types and ((variables)).
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DocumentHighlightKind } from 'vscode-languageserver';
import type { DocumentHighlight, Location, LocationLink, Position, Range } from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import { pathOfUri } from '../base/uri';
import type { Session } from '../session/session';
import { nameAt, sameName } from './common/names';
import type { Occurrence } from './common/names';
import { substitutionAt, substitutionTarget } from './stackato/substitutions';
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
