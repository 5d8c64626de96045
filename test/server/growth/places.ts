// Every key that a schema knows, with the way to it, and a manifest that has something there.
import type { Schema } from '../../../server/src/schema/schema';

/** Keys, and 0 for an entry of a list. */
export type Way = (string | 0)[];
export type Value = string | Value[] | { [key: string]: Value };

/** Where something may stand: listed keys, entries of lists, one key of each free mapping; each schema once, wherever it applies. */
export function placesOf(schema: Schema, way: Way = [], seen = new Set<Schema>()): Way[] {
  const below = schema.alternatives.flatMap((one) => {
    const keys: [string | 0, Schema | undefined][] = one.propertyNames.map((key) => [key, one.listed(key)]);
    return [...keys, [0, one.items] as const, ['own_key', one.additional] as const];
  });
  return below.flatMap(([step, next]) => {
    if (!next || seen.has(next)) return [];
    seen.add(next);
    return [[...way, step], ...placesOf(next, [...way, step], seen)];
  });
}

/** `given` with a value at the end of a way. */
export function put(given: Value | undefined, [step, ...rest]: Way, value: Value): Value {
  if (step === undefined) return value;
  if (step === 0) return [put(Array.isArray(given) ? given[0] : undefined, rest, value)];
  const mapping = typeof given === 'object' && !Array.isArray(given) ? given : {};
  return { ...mapping, [step]: put(mapping[step], rest, value) };
}

/** In YAML, block by block; scalars in double quotes, or as they are where `plain` and YAML allow it. */
export function yamlOf(value: Value, plain: boolean, indent = ''): string {
  if (typeof value === 'string') return ` ${plain && isPlain(value) ? value : JSON.stringify(value)}\n`;
  if (Array.isArray(value)) return `\n${value.map((one) => `${indent}-${yamlOf(one, plain, `${indent}  `)}`).join('')}`;
  const lines = Object.entries(value).map(([key, one]) => {
    const name = /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
    return `${indent}${key.length > 1000 ? `? ${name}\n${indent}` : name}:${yamlOf(one, plain, `${indent}  `)}`;
  });
  return `\n${lines.join('')}`;
}

const isPlain = (text: string): boolean => /^[\w/.$(]/.test(text) && !/[\0-\x1f\ud800-\udfff]|: | #|:$|\s$/.test(text);
