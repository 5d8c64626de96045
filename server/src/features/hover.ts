// Hover: what a key does, what a value means, what an alias, a merge or a ((variable)) stands for.
import { basename } from 'node:path';
import type { Hover, Position } from 'vscode-languageserver';
import type { ManifestDocument } from '../session/document';
import { plainText } from '../yaml/scalars';
import type { Session } from '../session/session';
import { asMapping, asScalar, effectivePairs, isMergeKey, keyText, mergedMappings, resolve } from '../yaml/tree';
import { nodeAt } from '../yaml/nodeAt';
import type { Alias, Pair, Scalar, YamlNode } from '../yaml/tree';
import { buildpackAt, remoteText } from './common/buildpackRefs';
import { describeValue } from './describe';
import { sameName, symbolAt } from './common/names';
import { saidOnTarget } from './common/onTarget';
import { expandedText, substitutionAt, substitutionText } from './stackato/substitutions';
import { shownValue, variablesFor } from './common/variablesFor';

export function hover(document: ManifestDocument, position: Position, session: Session): Hover | undefined {
  const offset = document.offsetAt(position);
  const name = symbolAt(document, offset);
  if (name?.kind === 'variable') return shown(document, name, [variableText(document, session, name.name)]);
  if (name?.kind === 'anchor' && name.declaration) return shown(document, name, [anchorText(document, offset)]);
  const symbol = substitutionAt(document, session, offset);
  if (symbol) return shown(document, symbol, [substitutionText(document, symbol)]);
  const place = nodeAt(document.tree, offset);
  if (!place || (place.node.kind !== 'scalar' && place.node.kind !== 'alias')) return undefined;
  const { node, pair, isKey } = place;
  if (node.kind === 'alias') return shown(document, node, [aliasText(document, node)]);
  if (isKey && pair) {
    const texts = isMergeKey(pair)
      ? [mergeText(document, pair)]
      : [keyDocumentation(document, pair), overwritten(document, pair)];
    return shown(document, node, texts);
  }
  if (node.start === node.end) return undefined;
  const expanded = expandedText(document, session, node);
  const texts = [
    expanded === undefined ? undefined : `After substitution: \`${expanded}\``,
    valueText(document, session, node),
    buildpackAt(document, offset) && remoteText(node.text, session),
    ownerText(document, node, pair),
  ];
  return shown(document, node, texts);
}

function shown(
  document: ManifestDocument,
  span: { start: number; end: number },
  texts: (string | undefined)[],
): Hover | undefined {
  const parts = texts.filter((text) => text !== undefined && text !== '');
  if (!parts.length) return undefined;
  return { contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') }, range: document.rangeOf(span) };
}

function keyDocumentation(document: ManifestDocument, pair: Pair): string | undefined {
  const key = keyText(pair);
  const owner = document.visit(pair.parent)?.schema;
  const schema = key === undefined ? undefined : owner?.property(key);
  const text = schema?.markdownDescription ?? schema?.description;
  if (!schema || !text) return undefined;
  const { deprecationMessage: outdated } = schema;
  const listed = owner!.listed(owner!.propertyName(key!));
  const examples = listed?.alternatives.flatMap((one) => one.examples) ?? [];
  const example = examples.find((one) => one !== null && typeof one !== 'object');
  const lines = [
    `**${key}**${outdated ? ' (deprecated)' : ''}`,
    text,
    outdated && !text.includes(outdated) ? outdated : undefined,
    example === undefined ? undefined : `Example: \`${key}: ${String(example)}\``,
  ];
  return lines.filter((line) => line !== undefined).join('\n\n');
}

/** A pair that a later one, or a `<<` below it, replaces. */
function overwritten(document: ManifestDocument, pair: Pair): string | undefined {
  const counts = effectivePairs(pair.parent).get(keyText(pair) ?? '');
  if (!counts || counts === pair) return undefined;
  return `Has no effect: \`${oneLine(document, counts.value)}\` of line ${lineOf(document, counts.key)} replaces it.`;
}

/** Documentation of the key a value belongs to: its own, or that of the list it is an item of. */
function ownerText(document: ManifestDocument, node: YamlNode, pair: Pair | undefined): string | undefined {
  if (pair) return keyDocumentation(document, pair);
  const list = node.parent?.kind === 'sequence' ? node.parent : undefined;
  return list?.parent?.kind === 'pair' ? keyDocumentation(document, list.parent) : undefined;
}

function valueText(document: ManifestDocument, session: Session, scalar: Scalar): string | undefined {
  const schema = document.visit(scalar)?.schema;
  if (!schema) return undefined;
  const { rawScalars } = document.platform!;
  const raw = rawScalars ? scalar.text : plainText(scalar);
  const replaced = raw.includes('((') && document.platform?.id === 'cloudfoundry';
  const { text, missing } = replaced ? variablesFor(document, session).interpolate(raw) : { text: raw, missing: [] };
  if (missing.length) return undefined;
  const { target } = session;
  const parts = [
    replaced ? `After variables: \`${text}\`` : undefined,
    describeValue(scalar, text, schema, rawScalars),
    target && document.platform?.id === 'cloudfoundry' ? saidOnTarget(text, schema.format, target) : undefined,
  ];
  return parts.filter(Boolean).join('\n\n');
}

function variableText(document: ManifestDocument, session: Session, name: string): string {
  const variables = variablesFor(document, session);
  const found = variables.find(name);
  if (!found) {
    const looked = variables.files.map((file) => `\`${basename(file.path)}\``).join(', ');
    const where = looked ? `It is not in ${looked}.` : 'There is no vars file beside the manifest.';
    return `**((${name}))** has no value here. ${where} \`cf push\` needs it from \`--var ${name}=VALUE\` or a \`--vars-file\`.`;
  }
  const value = shownValue(name, found);
  const file = found.file ? `from \`${basename(found.file.path)}\`` : '';
  return `**((${name}))** = \`${value || 'null'}\`\n\n${file}`;
}

function anchorText(document: ManifestDocument, offset: number): string {
  const name = symbolAt(document, offset)!;
  const lines = sameName(document, name)
    .filter((one) => !one.declaration)
    .map((one) => document.positionAt(one.start).line + 1);
  const uses = lines.length ? `used in line${lines.length > 1 ? 's' : ''} ${lines.join(', ')}` : 'not used yet';
  return `Anchor **${name.name}**, ${uses}. \`*${name.name}\` stands for this value, \`<<: *${name.name}\` merges its keys.`;
}

function aliasText(document: ManifestDocument, alias: Alias): string {
  if (!alias.target) return `**\\*${alias.name}**: there is no anchor \`&${alias.name}\` above.`;
  const owner = alias.parent;
  const merge = owner?.kind === 'pair' && isMergeKey(owner) ? `\n\n${mergeEffect(owner)}` : '';
  return `**\\*${alias.name}** stands for line ${lineOf(document, alias.target)}:\n\n${yaml(document, alias.target)}${merge}`;
}

function mergeText(document: ManifestDocument, pair: Pair): string {
  const merged = mergedMappings(pair);
  const blocks = merged.map((mapping) => yaml(document, mapping)).join('\n\n');
  const what = 'Merges the keys of another mapping into this one. Lists and maps are replaced, not joined.';
  return [`**<<** ${what}`, blocks, merged.length ? mergeEffect(pair) : ''].filter(Boolean).join('\n\n');
}

/** What counts, for the keys that are both here and in what is merged. */
function mergeEffect(merge: Pair): string {
  const brought = new Set(mergedMappings(merge).flatMap((mapping) => [...effectivePairs(mapping).keys()]));
  const at = merge.parent.pairs.indexOf(merge);
  const names = (pairs: Pair[]) =>
    pairs
      .flatMap((pair) => (isMergeKey(pair) || !brought.has(keyText(pair) ?? '') ? [] : `\`${keyText(pair)}\``))
      .join(', ');
  const before = names(merge.parent.pairs.slice(0, at));
  const after = names(merge.parent.pairs.slice(at + 1));
  return [
    before && `Overwrites ${before}, written above it: cf works in the order of the file.`,
    after && `Replaced by what is written below it: ${after}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

const lineOf = (document: ManifestDocument, node: { start: number }): number =>
  document.positionAt(node.start).line + 1;

function oneLine(document: ManifestDocument, node: YamlNode): string {
  const value = resolve(node);
  const text = asScalar(value)?.text ?? document.text.slice(value?.start ?? 0, value?.end ?? 0);
  return text.trim().replace(/\s+/g, ' ').slice(0, 80);
}

/** A node as a code block, moved to the left margin, at most twenty lines. */
function yaml(document: ManifestDocument, node: YamlNode): string {
  const { character } = document.positionAt((asMapping(node) ?? node).start);
  const lines = (' '.repeat(character) + document.text.slice(node.start, node.end)).split(/\r?\n/);
  const moved = lines.map((line) => (line.slice(0, character).trim() === '' ? line.slice(character) : line));
  const kept = moved.length > 20 ? [...moved.slice(0, 20), '…'] : moved;
  return `\`\`\`yaml\n${kept.join('\n')}\n\`\`\``;
}
