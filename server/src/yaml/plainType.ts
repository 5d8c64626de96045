// What a text without quotes is to cf's YAML library: the rules of YAML 1.1 as go-yaml 2 has them.

import { remembering } from '../base/recurring';

export type PlainType = 'null' | 'boolean' | 'integer' | 'number' | 'timestamp' | 'merge' | 'string';

const words = new Map<string, PlainType>();
for (const [type, list] of [
  ['null', ' ~ null Null NULL'],
  ['boolean', 'y Y yes Yes YES n N no No NO true True TRUE false False FALSE on On ON off Off OFF'],
  ['number', '.nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF'],
  ['merge', '<<'],
] as const)
  for (const word of list.split(' ')) words.set(word, type);

/** Example: `1_000` and `0x1f` are integers, `08` and `1e3` numbers, `2001-01-01` a timestamp, `12:30:45` a string. */
export const plainType = remembering((text): PlainType => {
  const word = words.get(text);
  if (word) return word;
  if (text.startsWith('.')) return /^\.\d+(e[-+]?\d+)?$/i.test(text) && isFinite(Number(text)) ? 'number' : 'string';
  if (!/^[-+\d]/.test(text)) return 'string';
  if (/^[1-9]\d{0,14}$/.test(text)) return 'integer'; // what people write
  if (isTimestamp(text)) return 'timestamp';
  const digits = text.replaceAll('_', '');
  if (/^[-+]?(0|[1-9]\d*|0[0-7]+|0x[\da-f]+|0b[01]+|0o[0-7]+)$/i.test(digits)) {
    const value = bigOf(digits);
    const most = /^[-+]/.test(digits) ? 2n ** 63n - 1n : 2n ** 64n - 1n;
    if (value >= -(2n ** 63n) && value <= most) return 'integer';
  }
  return /^[-+]?(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?$/i.test(digits) && isFinite(Number(digits)) ? 'number' : 'string';
});

/** The value of an integer, whatever its base: `-0x1f` → -31. */
export function bigOf(text: string): bigint {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '').toLowerCase();
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return text.startsWith('-') ? -value : value;
}

const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]| (?=[^Z+-]*$))(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(Z|[-+]\d\d:\d\d)?)?$/;

/** With a time behind a `T`, Go wants a zone, too; behind a blank it wants none. Days must exist. */
function isTimestamp(text: string): boolean {
  const [, year, month, day, hour, minute, second, zone] = timestamp.exec(text) ?? [];
  if (year === undefined || (/t/i.test(text) && !zone)) return false;
  const days = new Date(Date.UTC(Number(year) + 400, Number(month), 0)).getUTCDate();
  const within = (part: string | undefined, least: number, most: number) =>
    part === undefined || (Number(part) >= least && Number(part) <= most);
  return (
    within(month, 1, 12) &&
    within(day, 1, days) &&
    within(hour, 0, 23) &&
    within(minute, 0, 59) &&
    within(second, 0, 59)
  );
}
