// Code `type`: a value of another kind than its key takes.
import type { FixData } from './fixData';
import { label } from './calledAs';
import type { Platform, Problem } from './rule';
import { isTemplate } from './structure';
import { listed } from '../base/words';
import type { Schema } from '../schema/schema';
import type { JsonType } from '../schema/keywords';
import { isRefusedByCf } from '../schema/sentPairs';
import { jsonTypes } from '../schema/walk';
import type { Visit } from '../schema/walk';
import { asScalar, isNull } from '../yaml/tree';
import type { Scalar } from '../yaml/tree';

const typeNames: Record<JsonType, string> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'a boolean (true or false)',
  null: 'empty',
  array: 'a list (each entry on its own line behind `- `)',
  object: 'a mapping (`key: value` lines)',
};

const shortNames: Partial<Record<JsonType, string>> = { array: 'a list', object: 'a mapping', boolean: 'a boolean' };

/** Undefined when the kind is right, or when the value's grammar (`x-format`) judges all scalars. */
export function typeProblem(visit: Visit, platform: Platform): Problem | undefined {
  const { node, schema } = visit;
  const allowed = schema.allTypes;
  if (!allowed.length) return undefined;
  const actual = platform.rawScalars && node.kind === 'scalar' ? rawTypes(node) : jsonTypes(node);
  if (actual.some((type) => allowed.includes(type)) || isTemplate(node)) return undefined;
  if (visit.step === undefined && isNull(node)) return undefined; // rule `no-applications`
  const isSomething = node.kind === 'scalar' && !isNull(node);
  if (isSomething && (schema.enum || (schema.format && allowed.some(isScalarType)))) return undefined;
  // cf makes a text of any scalar where it wants one.
  if (isSomething && schema.typed === 'string' && !isRefusedByCf(node, schema)) return undefined;
  // `~` where only nothing would do: what else might stand there is the help.
  const named = allowed.some((type) => namesType(schema, type)) ? schema : visit.declared;
  const wanted = schema.enum
    ? oneOf(schema.enum)
    : listOf(named.allTypes.filter((type) => namesType(named, type)).map((type) => typeNames[type]));
  const nothing = isNull(node) && actual[0] === 'null';
  const message = nothing
    ? `${label(visit)} must not be empty: it must be ${wanted}.`
    : `${label(visit)} must be ${wanted}, but this is ${shortNames[actual[0]!] ?? typeNames[actual[0]!]}.`;
  // A shared list may be right in other places: what is wrong is to use it here.
  const isShared = visit.written.kind === 'alias' && node.kind !== 'scalar';
  const { start, end } = nothing && visit.pair ? visit.pair.key : isShared ? visit.written : node;
  const data = isShared ? undefined : kindFix(visit, allowed);
  const severity = isListOfValues(node, schema) ? 'warning' : (schema.severity ?? 'error');
  return { code: 'type', severity, message, start, end, data };
}

/** `health_check_type: [port]`: the platform asks of each entry of a list whether it is one of the values, and cf does not know this spelling. */
const isListOfValues = (node: Visit['node'], { enum: values, typed }: Schema): boolean =>
  node.kind === 'sequence' &&
  values !== undefined &&
  typed === undefined &&
  node.items.length > 0 &&
  node.items.every((item) => values.includes(asScalar(item)?.text));

/** Where scalars are raw text any of them is whatever is wanted, `~` too; only nothing may be taken for nothing as well. */
const rawTypes = (node: Scalar): JsonType[] =>
  node.text === '' ? ['null', 'string', 'integer', 'number', 'boolean'] : ['string', 'integer', 'number', 'boolean'];

/** Whether a message names a type: not nothing, and not the string `yes`, which counts as a boolean. */
const namesType = (schema: Schema, type: JsonType): boolean =>
  type !== 'null' && !(type === 'string' && schema.format === 'boolean');

const isScalarType = (type: JsonType): boolean => type !== 'array' && type !== 'object' && type !== 'null';

/** Example: "`http1`, `http2` or `tcp`". */
export const oneOf = (values: unknown[]): string => listed(values.filter((value) => value !== null).map(String));

function listOf(words: string[]): string {
  return words.length < 2 ? (words[0] ?? 'empty') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function kindFix({ node, pair, schema }: Visit, allowed: JsonType[]): FixData | undefined {
  if (node.kind === 'mapping') return allowed.includes('array') ? { fix: 'toList' } : undefined;
  if (node.kind === 'sequence') return allowed.includes('object') ? { fix: 'toMap' } : undefined;
  if (isNull(node)) return pair && { fix: 'remove' };
  if (pair && allowed.includes('string')) return { fix: 'quote' };
  if (node.style === 'plain' && /^-[^\s-]/.test(node.text)) return { fix: 'dashBlank' };
  if (allowed.includes('array')) return { fix: 'toList' };
  if (pair && allowed.includes('object')) return { fix: 'toMap' };
  return pair || node.style !== 'plain' || !/^[\w.:/#@*-]+$/.test(node.text) ? undefined : entryWith(schema, node.text);
}

/** `- www.example.com` → `- route: www.example.com`, where the one key that an entry needs takes a text. */
function entryWith(schema: Schema, source: string): FixData | undefined {
  const entry = schema.alternatives.find((one) => one.required.length === 1);
  const key = entry?.required[0];
  return key === undefined ? undefined : { fix: 'replace', with: [`${key}: ${source}`] };
}
