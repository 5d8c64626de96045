// Plain scalars of YAML 1.1, as cf's library types them, and the text of them that reaches the platform.
import { isNull } from './tree';
import type { Scalar } from './tree';

export const isBoolean = (text: string): boolean =>
  /^(y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/.test(text);
export const isTrue = (text: string): boolean => /^(y|yes|true|on)$/i.test(text);
export const isInteger = (text: string): boolean =>
  /^[-+]?(0[bB][01_]+|0[oO]?[0-7_]+|0[xX][\da-fA-F_]+|[1-9][\d_]*|0)$/.test(text);
export const isNumber = (text: string): boolean =>
  /^[-+]?(\d[\d_]*(\.[\d_]*)?|\.\d[\d_]*)(e[-+]?\d+)?$|^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$/i.test(text);

/** `0x1f`, `0777`, `1_000`, `2.70` → the number. */
export function numberOf(text: string): number {
  const [, sign, digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', ''))!;
  const octal = /^0[oO]?([0-7]+)$/.exec(digits);
  const value = octal ? parseInt(octal[1]!, 8) : /^\.inf$/i.test(digits) ? Infinity : Number(digits);
  return sign === '-' ? -value : value;
}

/** True for a scalar that YAML reads as itself: quoted, in a block, or tagged `!!str`. */
export const isText = (scalar: Scalar): boolean => scalar.style !== 'plain' || scalar.tag === '!!str';
/** cf writes `1e7` as `1e+07`, which the platform then takes for text; only with a point in it does it stay a number. */
function floatText(number: number): string {
  const [digits = '', exponent = ''] = number.toExponential().split('e');
  const power = Number(exponent);
  if (digits.includes('.') || (power >= -4 && power < 6)) return String(number);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** The text that reaches the platform: `on` → `true`, `1.10` → `1.1`, `0777` → `511`, `~` → nothing; quoted text as it is. */
export function plainText(scalar: Scalar): string {
  const { text } = scalar;
  if (isText(scalar)) return text;
  if (isNull(scalar)) return '';
  if (isBoolean(text)) return String(isTrue(text));
  if (isInteger(text) && Number.isSafeInteger(numberOf(text))) return String(numberOf(text));
  if (isNumber(text) && Number.isFinite(numberOf(text))) return floatText(numberOf(text));
  return text;
}
