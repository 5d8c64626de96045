// Scalars as Cloud Foundry takes them: typed by what its controller gets in the end.
import { bigOf, plainType } from './plainType';
import { received } from './roundTrip';
import type { Scalar } from './tree';

/** Of a text that is typed: without quotes, or one whose quotes do not reach the controller (`"nO"`). */
export const isBoolean = (text: string): boolean =>
  plainType(text) === 'boolean' || /^(yes|true|on|no|false|off)$/i.test(text);
export const isTrue = (text: string): boolean => /^(y|yes|true|on)$/i.test(text);
export const isInteger = (text: string): boolean => plainType(text) === 'integer';
export const isNumber = (text: string): boolean => ['integer', 'number'].includes(plainType(text));

/** `0x1f`, `0777`, `1_000`, `2.70` → the number. */
export function numberOf(text: string): number {
  if (isInteger(text)) return Number(bigOf(text));
  const [, sign, digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', ''))!;
  const value = /^\.inf$/i.test(digits) ? Infinity : Number(digits);
  return sign === '-' ? -value : value;
}

/** True for a scalar that stays the text it is: in quotes, in a block, or tagged so, and mostly also when nothing types it. */
export const isText = (scalar: Scalar): boolean =>
  !['null', 'boolean', 'integer', 'number'].includes(received(scalar).type);

/** The text that reaches the platform: `on` → `true`, `1.10` → `1.1`, `0777` → `511`, `~` → nothing; quoted text as it is. */
export const plainText = (scalar: Scalar): string => received(scalar).text;
