import type { FixData } from '../../checks/fixData';
import type { Format } from '../../checks/rule';
import type { Schema } from '../../schema/schema';
import { shorten } from '../../base/words';
import { goType, received } from '../../yaml/roundTrip';
import { numberOf } from '../../yaml/scalars';
import type { Scalar } from '../../yaml/tree';
import { quote } from './issue';

/** `60s`, `2 min`, `1_000` → seconds, or the number alone. */
function digitsOf(value: string): FixData | undefined {
  const time = /^(\d+)\s*(s|sec|m|min)$/i.exec(value);
  if (time) return { fix: 'replace', with: [String(Number(time[1]) * (/^m/i.test(time[2]!) ? 60 : 1))] };
  return /^[\d_]*\d$/.test(value) ? { fix: 'replace', with: [String(Number(value.replaceAll('_', '')))] } : undefined;
}

/** The number cf decodes where it has a type for the key, else the one that Ruby takes: of a text, digits alone. */
function numberIn(scalar: Scalar, { typed }: Schema): number | undefined {
  const { type, text } = typed ? { type: goType(scalar), text: scalar.text } : received(scalar);
  if (type === 'integer' || type === 'number') return numberOf(text.replace('Infinity', '.inf'));
  return !typed && type === 'string' && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

export const integer: Format = (scalar, schema, label) => {
  const value = scalar.text.trim();
  const number = numberIn(scalar, schema);
  if (number === undefined && schema.typed && /^[+-]?\d+$/.test(value))
    return {
      message: `${label} must be a number without quotes: cf takes ${quote(value)} for a string and refuses the manifest`,
      data: { fix: 'unquote' },
    };
  if (number === undefined || !Number.isFinite(number))
    return {
      message: `${label} must be a whole number (an integer), but \`${shorten(value)}\` is not ${number === undefined && !digitsOf(value) ? 'a number' : 'one'}: write digits alone`,
      data: digitsOf(value),
    };
  const cut = schema.typed ? Math.trunc(number) : number;
  const { minimum, maximum } = schema;
  if (minimum !== undefined && cut < minimum)
    return { message: `${label} must be greater than or equal to ${minimum}` };
  if (maximum !== undefined && cut > maximum) return { message: `${label} must be less than or equal to ${maximum}` };
  if (Number.isInteger(number) && received(scalar).type !== 'number') return undefined;
  return {
    message: `${label} must be an integer: \`${value}\` has a fraction${schema.typed ? ', which cf cuts off without a word' : ''}`,
    severity: schema.typed ? 'warning' : undefined,
    data: { fix: 'replace', with: [String(Math.round(number))] },
  };
};
