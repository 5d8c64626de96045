// What the platform gets of a mapping: which of several spellings of a key counts, and what cf leaves out because it is empty.
import { goType } from '../yaml/roundTrip';
import { isTrue, numberOf } from '../yaml/scalars';
import { effectivePairs, keyText, resolve } from '../yaml/tree';
import type { Mapping, Pair, Scalar, YamlNode } from '../yaml/tree';
import type { Schema } from './schema';

const remembered = new WeakMap<Mapping, { schema: Schema; sent: ReadonlyMap<string, Pair> }>();

/**
 * The pairs that reach the platform, by the names the schema has for them: merged, the last of equal keys, and of several spellings
 * the one that cf writes last. What cf reads itself and finds empty is not among them.
 */
export function sentPairs(mapping: Mapping, schema: Schema): ReadonlyMap<string, Pair> {
  const known = remembered.get(mapping);
  if (known?.schema === schema) return known.sent;
  const sent = sentOf(effectivePairs(mapping), schema);
  remembered.set(mapping, { schema, sent });
  return sent;
}

function sentOf(pairs: ReadonlyMap<string, Pair>, schema: Schema): ReadonlyMap<string, Pair> {
  const isSent = (key: string, { value }: Pair) => !isLeftOut(value, schema.property(key));
  const entries = [...pairs];
  if (entries.every(([key, pair]) => schema.propertyName(key) === key && isSent(key, pair))) return pairs;
  const sent = new Map<string, Pair>();
  for (const [key, pair] of entries) {
    if (!isSent(key, pair)) continue;
    const name = schema.propertyName(key);
    const other = sent.get(name);
    if (!other || isWrittenAfter(key, keyText(other)!, schema)) sent.set(name, pair);
  }
  return sent;
}

/** cf writes the keys it reads itself first (its Go structs), then all others in the order of its YAML library. */
function isWrittenAfter(key: string, other: string, schema: Schema): boolean {
  const typed = schema.property(key)?.typed !== undefined;
  if (typed !== (schema.property(other)?.typed !== undefined)) return !typed;
  let at = 0;
  while (at < key.length && key[at] === other[at]) at++;
  const [one = '', two = ''] = [key[at], other[at]];
  const letters = [one, two].map((char) => /\p{L}/u.test(char));
  return letters[0] === letters[1] ? one > two : letters[0]!;
}

/** Empty, zero or off where cf reads the value itself: it does not send such a value (`omitempty`). */
export function isLeftOut(written: YamlNode, schema: Schema | undefined): boolean {
  const node = resolve(written);
  if (!schema?.typed || !node) return false;
  if (node.kind === 'scalar' && goType(node) === 'null') return !schema.kept || schema.allTypes.includes('null');
  return !schema.kept && isZero(node, schema.typed);
}

function isZero(node: Exclude<YamlNode, { kind: 'alias' }>, type: NonNullable<Schema['typed']>): boolean {
  if (node.kind === 'sequence') return type === 'array' && node.items.length === 0;
  if (node.kind === 'mapping') return false;
  if (type === 'string') return node.text === '';
  if (type === 'boolean') return goType(node) === 'boolean' && !isTrue(node.text);
  return type === 'integer' && isGoNumber(node) && Math.trunc(numberOf(node.text)) === 0;
}

/** What cf refuses to read: a value that does not fit the type of its own field. */
export function isRefusedByCf(node: Exclude<YamlNode, { kind: 'alias' }>, { typed }: Schema): boolean {
  if (!typed) return false;
  const type = node.kind === 'scalar' ? goType(node) : undefined;
  if (type === 'null' || type === 'wrong') return false; // left out; rule `tag`
  if (typed === 'string') return node.kind !== 'scalar';
  if (typed === 'array') return node.kind !== 'sequence';
  if (typed === 'object') return node.kind !== 'mapping';
  if (typed === 'boolean') return type !== 'boolean';
  return node.kind !== 'scalar' || !isGoNumber(node) || !(Math.abs(numberOf(node.text)) < 2 ** 63);
}

const isGoNumber = (scalar: Scalar): boolean => ['integer', 'number'].includes(goType(scalar));
