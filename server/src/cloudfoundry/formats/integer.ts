import type { FixData } from '../../checks/fixData';
import type { Format } from '../../checks/rule';
import { shorten } from '../../base/words';
import { isInteger, isNumber, isText, numberOf } from '../../yaml/scalars';
import { quote } from './issue';

/** `60s`, `2 min` → seconds. */
function withoutUnit(value: string): FixData | undefined {
  const time = /^(\d+)\s*(s|sec|m|min)$/i.exec(value);
  return time ? { fix: 'replace', with: [String(Number(time[1]) * (/^m/i.test(time[2]!) ? 60 : 1))] } : undefined;
}

export const integer: Format = (scalar, schema, label) => {
  const value = scalar.text.trim();
  if (!isNumber(value) && !isInteger(value))
    return {
      message: `${label} must be a whole number (an integer), but \`${shorten(value)}\` is not a number`,
      data: withoutUnit(value),
    };
  const number = numberOf(value);
  if (!Number.isInteger(number)) {
    return {
      message: `${label} must be an integer: \`${value}\` has a fraction${schema.typed ? ', which cf cuts off without a word' : ''}`,
      severity: schema.typed ? 'warning' : undefined,
      data: { fix: 'replace', with: [String(Math.round(number))] },
    };
  }
  const { minimum, maximum } = schema;
  if (minimum !== undefined && number < minimum)
    return { message: `${label} must be greater than or equal to ${minimum}` };
  if (maximum !== undefined && number > maximum)
    return { message: `${label} must be less than or equal to ${maximum}` };
  if (isText(scalar) && schema.typed) {
    return {
      message: `${label} must be a number without quotes: cf takes ${quote(value)} for a string and refuses the manifest`,
      data: { fix: 'unquote' },
    };
  }
  return undefined;
};
