// `${symbol}` in a Stackato manifest, for features: which one stands at a place, what it means there, where it is defined, what else fits.
import { basename } from 'node:path';
import { CompletionItemKind } from 'vscode-languageserver';
import type { Location } from 'vscode-languageserver';
import type { ManifestDocument } from '../../session/document';
import { sourceOf } from '../../base/resolveContext';
import type { ReadFile } from '../../base/resolveContext';
import { readStackato } from '../../stackato/inheritance';
import type { StackatoManifest } from '../../stackato/inheritance';
import {
  definitionOf,
  Expander,
  occurrences,
  predefinedSymbols,
  questionOf,
  scopeOf,
  symbolsAt,
  symbolsIn,
} from '../../stackato/symbols';
import { symbolProblem } from '../../stackato/symbolProblem';
import type { Occurrence, Scope } from '../../stackato/symbols';
import { isHere, spanIn } from '../../stackato/context';
import type { Session } from '../../session/session';
import { asScalar, fileOf } from '../../yaml/tree';
import { nodeAt } from '../../yaml/nodeAt';
import type { Pair, Scalar, YamlNode } from '../../yaml/tree';
import { value } from '../common/candidate';
import type { Candidate } from '../common/candidate';

/** A symbol in the text of the open file; `start` is that of `${`. */
export interface Substitution {
  name: string;
  start: number;
  end: number;
  scope: Scope;
}

const manifestOf = ({ tree, uri }: ManifestDocument, read: ReadFile): StackatoManifest => readStackato(tree, uri, read);

/** What the client replaces symbols in, by its node in the open file; of the last manifest asked for. */
const indexes = new WeakMap<StackatoManifest, Map<YamlNode, Occurrence>>();

function textAt(document: ManifestDocument, read: ReadFile, node: YamlNode): Occurrence | undefined {
  const manifest = manifestOf(document, read);
  let index = indexes.get(manifest);
  if (!index) {
    const here = occurrences(manifest).filter((one) => isHere(document, one.node));
    indexes.set(manifest, (index = new Map(here.map((one) => [one.node, one]))));
  }
  return index.get(node);
}

export function substitutionAt(document: ManifestDocument, session: Session, offset: number): Substitution | undefined {
  if (document.platform?.id !== 'stackato' || !document.tree.text.includes('${')) return undefined;
  const node = nodeAt(document.tree, offset)?.node;
  if (node?.kind !== 'scalar' || !node.text.includes('${')) return undefined;
  const found = textAt(document, session.files.read, node);
  for (const { name, start, end } of found ? symbolsIn(found.node.text) : []) {
    const span = spanIn(document.tree, node, start, end);
    if (span.start <= offset && offset <= span.end) return { name, scope: found!.scope, ...span };
  }
  return undefined;
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
  const { text, failures } = new Expander().expand(`\${${name}}`, scope, shownSource);
  if (failures[0]) return symbolProblem(failures[0]);
  return `**\${${name}}** = \`${text}\`\n\n${origin(document, entry)}`;
}

/** What cannot be known before the push keeps its name. */
const shownSource = { ask: (question: string) => `‹${question}›`, target: (symbol: string) => `‹${symbol}›` };

function origin(document: ManifestDocument, { key }: Pair): string {
  const { uri, range } = locationOf(key);
  const line = range.start.line + 1;
  return isHere(document, key) ? `Line ${line}.` : `From \`${fileName(uri)}\`, line ${line}.`;
}

const fileName = (uri: string): string => basename(decodeURIComponent(uri));

/** A text as it is after substitution; undefined when it holds no symbols or cannot be expanded. */
export function expandedText(document: ManifestDocument, session: Session, node: Scalar): string | undefined {
  if (document.platform?.id !== 'stackato' || !node.text.includes('${')) return undefined;
  const found = textAt(document, session.files.read, node);
  if (!found || !symbolsIn(found.node.text).length) return undefined;
  const { text, failures } = new Expander().expand(found.node.text, found.scope, shownSource);
  return failures.length ? undefined : text;
}

/** Where a symbol gets its value. */
export function substitutionTarget({ name, scope }: Substitution): Location | undefined {
  const entry = questionOf(name) === undefined ? definitionOf(name, scope) : undefined;
  return entry && locationOf(entry.key);
}

function locationOf(node: YamlNode): Location {
  const { uri, tree } = fileOf(node);
  return { uri, range: sourceOf(tree.text, uri).rangeOf(node) };
}

/** `run ${ti` up to the cursor: the part behind the bracket. */
export const openSubstitution = (before: string): string | undefined => /\$\{\s*([^{}$\s]*)$/.exec(before)?.[1];

/** Symbols that have a value at an offset. */
export function substitutionCandidates(document: ManifestDocument, session: Session, offset: number): Candidate[] {
  const manifest = manifestOf(document, session.files.read);
  const node = nodeAt(document.tree, offset)?.node;
  const here = node && textAt(document, session.files.read, node);
  const [first] = manifest.applications;
  const scope = here?.scope ?? (first ? scopeOf(manifest, first) : { maps: [manifest.properties] });
  const own = here?.key;
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
  const text = asScalar(definitionOf(name, scope)?.value)?.text;
  return text ? { detail: text.length > 60 ? `${text.slice(0, 60)}…` : text } : {};
}
