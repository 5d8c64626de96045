// Rename of anchors, applications, process types and ((variables)); what cannot be done is answered with an error that the editor shows.
import { pathToFileURL } from 'node:url';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { quoted, scalarSource } from '../base/sourceText';
import { shorten } from '../base/words';
import type { ManifestDocument } from '../session/document';
import type { Session } from '../session/session';
import { asMapping, keyText } from '../yaml/tree';
import { nameAt, occurrences, sameName } from './common/names';
import type { NameKind, Occurrence } from './common/names';
import { variablesFor } from './common/variablesFor';

export function prepareRename(
  document: ManifestDocument,
  position: Position,
): { range: Range; placeholder: string } | null {
  const name = nameAt(document, document.offsetAt(position));
  if (!name || isPartOfVariable(name)) return null;
  return { range: document.rangeOf(name), placeholder: name.name };
}

/** `((db.user))`: its parts are keys of a vars file. */
const isPartOfVariable = ({ kind, name }: Occurrence): boolean => kind === 'variable' && name.includes('.');

/** What a new name may consist of; anything else would change what the file means. */
const grammar: Record<NameKind, { what: string; pattern: RegExp; rule: string }> = {
  anchor: { what: 'an anchor', pattern: /^[\w-]+$/, rule: 'consists of letters from a to z, digits, `-` and `_`' },
  variable: { what: 'a variable', pattern: /^[-/\w\p{L}]+$/u, rule: 'consists of letters, digits, `-`, `_` and `/`' },
  application: { what: 'an application', pattern: /\S/, rule: 'must not be empty' },
  process: { what: 'a process type', pattern: /\S/, rule: 'must not be empty' },
};

export function rename(
  document: ManifestDocument,
  position: Position,
  to: string,
  session: Session,
): WorkspaceEdit | ResponseError {
  const name = nameAt(document, document.offsetAt(position));
  const reason = name
    ? refusal(document, name, to, session)
    : 'Here stands no name that other places refer to: anchors, applications, process types and variables can be renamed.';
  if (!name || reason) return new ResponseError(LSPErrorCodes.RequestFailed, reason!);
  const here = sameName(document, name).map((one): TextEdit => ({
    range: document.rangeOf(one),
    newText: sourceOf(to, one, document.text[one.start - 1]),
  }));
  const changes: Record<string, TextEdit[]> = { [document.uri]: here };
  if (name.kind === 'variable') Object.assign(changes, inVariablesFiles(document, name.name, to, session));
  return { changes };
}

/** Why a name cannot become another one, as a sentence. */
function refusal(document: ManifestDocument, name: Occurrence, to: string, session: Session): string | undefined {
  const { what, pattern, rule } = grammar[name.kind];
  if (isPartOfVariable(name))
    return `\`${shorten(name.name)}\` leads to a part of a variable: rename the key in the vars file.`;
  if (!pattern.test(to)) return `\`${shorten(to)}\` cannot be the name of ${what}: it ${rule}.`;
  if (to === name.name || !isTaken(document, name, to, session)) return undefined;
  return `There is already ${what} \`${shorten(to)}\`: both would be taken for one.`;
}

function isTaken(document: ManifestDocument, { kind, scope }: Occurrence, to: string, session: Session): boolean {
  const inScope = (other: Occurrence) => kind !== 'process' || other.scope === scope;
  return (
    occurrences(document).some((one) => one.kind === kind && one.name === to && inScope(one)) ||
    (kind === 'variable' && variablesFor(document, session).find(to) !== undefined)
  );
}

/** A name as it is written in its place: in the quotes that are there, in quotes where it needs them, or as it is. */
function sourceOf(to: string, { kind }: Occurrence, before: string | undefined): string {
  if (kind !== 'application' && kind !== 'process') return to;
  if (before === "'") return to.replaceAll("'", "''");
  if (before === '"') return JSON.stringify(to).slice(1, -1);
  return /[,[\]{}]/.test(to) ? quoted(to) : scalarSource(to);
}

/** A variable is renamed in every vars file that gives it a value. */
function inVariablesFiles(
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
