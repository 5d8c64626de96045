// `${symbol}` in a Stackato manifest, for features: which one stands at a place, what it means there, where it is defined, what else fits.
import { basename } from 'node:path';
import { CompletionItemKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Range } from 'vscode-languageserver';
import type { ManifestDocument } from '../document';
import { readStackato } from '../manifest/stackatoManifest';
import type { ReadFile, StackatoManifest } from '../manifest/stackatoManifest';
import {
  definitionOf,
  expand,
  occurrences,
  predefinedSymbols,
  questionOf,
  scopeOf,
  symbolsAt,
  symbolsIn,
} from '../manifest/stackatoSymbols';
import type { Occurrence, Scope } from '../manifest/stackatoSymbols';
import { symbolProblem } from '../manifest/stackatoTexts';
import { scalarOf } from '../manifest/stackatoValue';
import type { Entry } from '../manifest/stackatoValue';
import { isHere, spanIn } from '../rules/stackato/model';
import type { Session } from '../session';
import { value } from './completion/candidate';
import type { Candidate } from './completion/candidate';

/** A symbol in the text of the open file; `start` is that of `${`. */
export interface Substitution {
  name: string;
  start: number;
  end: number;
  scope: Scope;
}

const manifestOf = ({ tree, uri }: ManifestDocument, read: ReadFile): StackatoManifest => readStackato(tree, uri, read);

/** All symbols of the open file. */
export function substitutions(document: ManifestDocument, read: ReadFile): Substitution[] {
  if (document.platform?.id !== 'stackato' || !document.text.includes('${')) return [];
  return textsHere(document, read).flatMap(({ text, value: { node }, scope }) =>
    symbolsIn(text).map(({ name, start, end }) => ({ name, scope, ...spanIn(document.tree, node, start, end) })),
  );
}

const textsHere = (document: ManifestDocument, read: ReadFile): Occurrence[] =>
  occurrences(manifestOf(document, read)).filter((one) => isHere(document, one.value));

export function substitutionAt(document: ManifestDocument, session: Session, offset: number): Substitution | undefined {
  return substitutions(document, session.files.read).find((one) => one.start <= offset && offset <= one.end);
}

/** For a symbol: its value, and where that comes from. */
export function substitutionText(document: ManifestDocument, { name, scope }: Substitution): string {
  const question = questionOf(name);
  if (question !== undefined) return `**\${${name}}** asks when the application is pushed: "${question}".`;
  const entry = definitionOf(name, scope);
  const predefined = name === 'ask' ? undefined : predefinedSymbols[name];
  if (!entry || /^(random-word|target-base|target-url|space-base)$/.test(name)) {
    return predefined ? `**\${${name}}** ${predefined}` : symbolProblem({ kind: 'unknown', symbol: name });
  }
  const { text, failures } = expand(scalarOf(entry.value)!.text, scope, shownSource, [name]);
  if (failures[0]) return symbolProblem(failures[0]);
  return `**\${${name}}** = \`${text}\`\n\n${origin(document, entry)}`;
}

/** What cannot be known before the push keeps its name. */
const shownSource = { ask: (question: string) => `‹${question}›`, target: (symbol: string) => `‹${symbol}›` };

function origin(document: ManifestDocument, entry: Entry): string {
  const text = TextDocument.create('', 'yaml', 0, entry.file.tree.text);
  const line = text.positionAt(entry.keyNode.start).line + 1;
  return isHere(document, entry) ? `Line ${line}.` : `From \`${fileName(entry.file.uri)}\`, line ${line}.`;
}

const fileName = (uri: string): string => basename(decodeURIComponent(uri));

/** A text as it is after substitution; undefined when it holds no symbols or cannot be expanded. */
export function expandedText(document: ManifestDocument, session: Session, node: unknown): string | undefined {
  const found = textsHere(document, session.files.read).find((one) => one.value.node === node);
  if (!found || !symbolsIn(found.text).length) return undefined;
  const { text, failures } = expand(found.text, found.scope, shownSource);
  return failures.length ? undefined : text;
}

/** Where a symbol gets its value. */
export function substitutionTarget({ name, scope }: Substitution): Location | undefined {
  const entry = questionOf(name) === undefined ? definitionOf(name, scope) : undefined;
  return entry && { uri: entry.file.uri, range: rangeIn(entry) };
}

function rangeIn({ file, keyNode }: Entry): Range {
  const text = TextDocument.create('', 'yaml', 0, file.tree.text);
  return { start: text.positionAt(keyNode.start), end: text.positionAt(keyNode.end) };
}

/** `run ${ti` up to the cursor: the part behind the bracket. */
export const openSubstitution = (before: string): string | undefined => /\$\{\s*([^{}$\s]*)$/.exec(before)?.[1];

/** Symbols that have a value at an offset. */
export function substitutionCandidates(document: ManifestDocument, session: Session, offset: number): Candidate[] {
  const manifest = manifestOf(document, session.files.read);
  const here = textsHere(document, session.files.read).find(
    ({ value: { node } }) => node.start <= offset && offset <= node.end,
  );
  const [first] = manifest.applications;
  const scope = here?.scope ?? (first ? scopeOf(manifest, first) : { maps: [manifest.properties] });
  const own = here?.path.at(-1);
  const defined = [...symbolsAt(scope)].filter(([name]) => name !== own && predefinedSymbols[name] === undefined);
  return [
    ...Object.entries(predefinedSymbols).map(([name, documentation]) =>
      value(name, {
        kind: CompletionItemKind.Constant,
        documentation,
        ...(name === 'ask' && { insert: 'ask ${1:Question}', snippet: true }),
        ...(name === 'name' && definitionText('name', scope)),
      }),
    ),
    ...defined.map(([name]) => value(name, { kind: CompletionItemKind.Variable, ...definitionText(name, scope) })),
  ];
}

function definitionText(name: string, scope: Scope): { detail?: string } {
  const text = scalarOf(definitionOf(name, scope)?.value)?.text;
  return text ? { detail: text.length > 60 ? `${text.slice(0, 60)}…` : text } : {};
}
