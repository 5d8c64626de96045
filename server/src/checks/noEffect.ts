// Code `no-effect`: values that never count, because they are empty: cf leaves them out, or the platform takes them for nothing.
import { label } from './calledAs';
import type { Problem } from './rule';
import { shorten } from '../base/words';
import { isLeftOut } from '../schema/sentPairs';
import type { Visit } from '../schema/walk';
import { received } from '../yaml/roundTrip';
import { isNull } from '../yaml/tree';

/** Undefined when the value counts; `problem` is missing when it says nothing that its key does not say as well. */
export function noEffect(visit: Visit): { problem?: Problem } | undefined {
  const { node, schema } = visit;
  const blank = blankKind(visit);
  if (!isLeftOut(node, schema) && !(blank && schema.blank.includes(blank))) return undefined;
  // Nothing, `false` and `[]` mean what leaving them out means, where they are what the key takes.
  if (isNull(node) || (schema.typed && schema.typed !== 'string' && schema.typed !== 'integer')) return {};
  const value = node.kind === 'scalar' ? (node.text === '' ? 'empty' : `\`${shorten(node.text)}\``) : 'empty';
  const who = schema.typed ? 'cf leaves it out' : 'the platform takes that for nothing';
  const message = `${label(visit)} is ${value}, and ${who}: it is as if it were not given. Write a value, or remove it.`;
  const { start, end } = visit.pair?.key ?? node;
  return { problem: { code: 'no-effect', severity: 'warning', message, start, end, data: { fix: 'remove' } } };
}

function blankKind({ node, schema }: Visit): 'false' | 'list' | 'mapping' | undefined {
  if (schema.typed) return undefined;
  if (node.kind === 'scalar') {
    const { type, text } = received(node);
    return type === 'boolean' && text === 'false' ? 'false' : undefined;
  }
  const isEmpty = node.kind === 'sequence' ? node.items.length === 0 : node.pairs.length === 0;
  return !isEmpty ? undefined : node.kind === 'sequence' ? 'list' : 'mapping';
}
