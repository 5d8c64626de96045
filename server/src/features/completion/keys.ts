// Keys: those the schema lists here and that are not there yet, with a snippet of their value.
import { CompletionItemKind } from 'vscode-languageserver';
import { excludedKeys } from '../../checks/conflicts';
import { Application, applicationSchema } from '../../cloudfoundry/application';
import { processAttributes } from '../../cloudfoundry/processAttributes';
import { fileKeys } from '../../stackato/normalise';
import { underscore } from '../../base/words';
import type { Schema } from '../../schema/schema';
import type { Cursor } from '../../yaml/cursor';
import { asMapping, asSequence, effectivePairs, follow, isMergeKey, keyText, lookup } from '../../yaml/tree';
import type { Mapping, Path, Tree } from '../../yaml/tree';
import type { Candidate, Request } from '../common/candidate';
import { renderValue } from '../../yaml/layout';
import type { Layout } from '../../yaml/layout';

/** Keys of a mapping with this schema. `column` is where they stand. */
export function keyCandidates(
  { cursor, path, document, offset }: Request,
  schema: Schema,
  layout: Layout,
  column = cursor.column,
): Candidate[] {
  const taken = takenBy(cursor.siblings, schema);
  const mapping = asMapping(follow(document.tree.root, path));
  const written = asMapping(follow(document.tree.root, cursor.path));
  const concerned = new Set([...(mapping ? [mapping] : []), ...(written ? mergersOf(written, document.tree) : [])]);
  const { platform } = document;
  const excluded = new Set(platform && [...concerned].flatMap((one) => [...excludedKeys(one, schema, platform)]));
  const overwritten = mapping ? mergedBelow(mapping, offset) : new Set<string>();
  const mayBeOne = !(mapping && platform?.id === 'stackato' && holdsOthers(mapping, document.tree));
  const web = mapping && schema === applicationSchema && new Application(mapping, 0).webProcess;
  return offeredKeys(schema)
    .filter(
      (key) =>
        !taken(key) &&
        !excluded.has(key) &&
        !overwritten.has(key) &&
        !(web && processAttributes.includes(key)) &&
        (mayBeOne || fileKeys.has(key)),
    )
    .map((key) =>
      keyCandidate(key, schema.listed(key)!, { required: schema.required.includes(key), path, cursor, layout, column }),
    );
}

/** A file of Stackato's with `applications` and no name of its own: a key of an application at its top would make one more, without a name. */
const holdsOthers = (mapping: Mapping, { root }: Tree): boolean =>
  mapping === root && lookup(mapping, 'applications') !== undefined && lookup(mapping, 'name') === undefined;

/** The mappings that merge a shared one, those that merge them included. */
function mergersOf(shared: Mapping, { aliases }: Pick<Tree, 'aliases'>, found = new Set<Mapping>()): Set<Mapping> {
  for (const alias of aliases) {
    const { parent } = alias.parent?.kind === 'sequence' ? alias.parent : alias;
    if (alias.target !== shared || parent?.kind !== 'pair' || !isMergeKey(parent) || found.has(parent.parent)) continue;
    found.add(parent.parent);
    mergersOf(parent.parent, { aliases }, found);
  }
  return found;
}

/** What a `<<` below the cursor brings along: cf takes that instead of what is written above it. */
const mergedBelow = (mapping: Mapping, offset: number): Set<string> =>
  new Set(
    mapping.pairs
      .filter((pair) => keyText(pair) === '<<' && pair.key.start > offset)
      .flatMap(({ value }) => asSequence(value)?.items ?? [value])
      .flatMap((merged) => [...(asMapping(merged) ? effectivePairs(asMapping(merged)!).keys() : [])]),
  );

/** Keys worth offering: not the deprecated, ignored or refused ones. */
export const offeredKeys = (schema: Schema): string[] =>
  schema.propertyNames.filter((key) => {
    const property = schema.listed(key)!;
    return !property.deprecationMessage && !property.ignored && !property.forbidden;
  });

function takenBy(siblings: string[], schema: Schema): (key: string) => boolean {
  // Of two spellings of one key the other is no longer needed.
  const canonical = (key: string) => schema.listed(schema.propertyName(key))?.aliasOf ?? schema.propertyName(key);
  const names = new Set(siblings.map(canonical));
  const plain = new Set(schema.anyKeyStyle ? siblings.map(underscore) : []);
  return (key) => names.has(canonical(key)) || plain.has(underscore(key));
}

interface Place {
  required: boolean;
  path: Path;
  cursor: Cursor;
  layout: Layout;
  column: number;
}

function keyCandidate(key: string, schema: Schema, { required, path, cursor, layout, column }: Place): Candidate {
  const { insert, again } = cursor.colon
    ? { insert: key, again: false }
    : textOf(key, schema, cursor.flow, layout, column);
  return {
    label: key,
    insert,
    snippet: true,
    kind: CompletionItemKind.Property,
    ...(schema.description && { detail: schema.description }),
    schemaPath: [...path, key],
    ...(required && { rank: 'first' as const }),
    ...(again && { again }),
  };
}

/** `key: ` and a start of its value. `again`: where the value is to be typed there are suggestions for it. */
function textOf(
  key: string,
  schema: Schema,
  flow: boolean,
  layout: Layout,
  column: number,
): { insert: string; again: boolean } {
  const types = new Set(schema.alternatives.flatMap((one) => one.types));
  const scalarFirst = types.has('string') || types.has('integer') || types.has('boolean') || types.size === 0;
  if (flow) {
    const body = types.has('array') ? '[$1]' : types.has('object') ? '{$1}' : '';
    return { insert: `${key}: ${body}`, again: body === '' };
  }
  if (schema.snippets[0]) return block(`${key}:${renderValue(schema.snippets[0].body, column, layout)}`);
  if (types.has('array') && !types.has('string')) return block(`${key}:${renderValue(['$1'], column, layout)}`);
  if (types.has('object') && !scalarFirst) return block(`${key}:\n${' '.repeat(column + layout.step)}$1`);
  return { insert: `${key}: `, again: true };
}

/** An empty place at the end is filled at once. */
const block = (insert: string) => ({ insert, again: insert.endsWith('$1') });
