// What Cloud Controller gets for a scalar: cf reads it (Go), writes it anew, without quotes where its own rules allow it, and the
// controller reads that (Ruby), whose rules are others. So quotes in the manifest do not always help.
import { fromBase64 } from '../base/utf8';
import { remembering } from '../base/recurring';
import { bigOf, plainType } from './plainType';
import type { PlainType } from './plainType';
import type { Scalar } from './tree';

/** `symbol`, `time` and `date` are what the controller refuses to make (HTTP 500). */
export type ReceivedType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'symbol' | 'time' | 'date';

export interface Received {
  type: ReceivedType;
  /** As an app would get it in an environment variable. */
  text: string;
}

/** What a scalar's type depends on. */
type Written = Pick<Scalar, 'text' | 'style' | 'tag'>;

/** Tags by which go-yaml types a scalar as if it had no quotes; with any other tag it is text. */
const typing: Record<string, PlainType> = {
  '!!null': 'null',
  '!!bool': 'boolean',
  '!!int': 'integer',
  '!!float': 'number',
  '!!timestamp': 'timestamp',
};

/** What cf reads; `wrong` when the tag does not fit. */
export function goType({ text, style, tag }: Written): PlainType | 'wrong' {
  if (tag === undefined) return style === 'plain' ? plainType(text) : 'string';
  const wanted = typing[tag];
  if (!wanted) return tag === '!!binary' && !isBase64(text) ? 'wrong' : 'string';
  const type = plainType(text);
  return type === wanted || (wanted === 'number' && type === 'integer') ? type : 'wrong';
}

/** Line ends do not count. */
const isBase64 = (text: string): boolean =>
  /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''));

const known = new WeakMap<Scalar, Received>();

const receivedPlain = remembering((text) => receive({ text, style: 'plain' }));

export function received(scalar: Scalar): Received {
  if (scalar.style === 'plain' && scalar.tag === undefined) return receivedPlain(scalar.text);
  let found = known.get(scalar);
  if (!found) known.set(scalar, (found = receive(scalar)));
  return found;
}

function receive(scalar: Written): Received {
  const type = goType(scalar);
  if (type === 'null') return { type, text: '' };
  if (type === 'boolean') return { type, text: String(/^(y|yes|true|on)$/i.test(scalar.text)) };
  if (type === 'integer') return { type, text: String(bigOf(scalar.text)) };
  if (type === 'number') return rubyReads(goNumber(scalar.text));
  const text = scalar.tag === '!!binary' ? fromBase64(scalar.text) : scalar.text;
  return goWritesPlain(text) ? rubyReads(text) : { type: 'string', text };
}

/** Shortest form, with an exponent from the sixth place on: `1e7` → `1e+07`, `1234567.0` → `1.234567e+06`, `1.10` → `1.1`. */
function goNumber(text: string): string {
  if (/[fn]$/i.test(text)) return text.toLowerCase().replace('+', '');
  const number = Number(text.replaceAll('_', ''));
  const { digits, power } = scientific(number);
  return power >= -4 && power < 6 ? String(number) : `${digits}e${exponent(power)}`;
}

/** Whether cf writes a text without quotes: it would read it as text, and no sign in it means anything to YAML. */
function goWritesPlain(text: string): boolean {
  if (plainType(text) !== 'string' || sexagesimal.test(text)) return false;
  if (/^(---|\.\.\.)|^[ #,[\]{}&*!|>'"%@`]|^[?:-]( |$)|:( |$)| #| $/.test(text)) return false;
  return !/[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\u2028\u2029]/u.test(text);
}

const sexagesimal = /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/;

/** What Ruby's YAML library (psych, with strict integers) makes of a text without quotes: `1,000.5` is a number, `1,000` none. First match wins. */
const ruby: [pattern: RegExp, type: ReceivedType][] = [
  [/^(~|null)$/i, 'null'],
  [/^(yes|true|on|no|false|off)$/i, 'boolean'],
  [/^[^\d.:-]?[\p{Alphabetic}_\s!@#$%^&*(){}<>|/\\~;=]/u, 'string'],
  [/^-?\d{4}-\d\d?-\d\d?([Tt]|\s+)\d\d?:\d\d:\d\d(\.\d*)?(\s*(Z|[-+]\d\d?:?(\d\d)?))?$/, 'time'],
  [/^\d{4}-(1[012]|0\d|\d)-([12]\d|3[01]|0\d|\d)$/, 'date'],
  [/^[-+]?\.inf$|^\.nan$/i, 'number'],
  [/^:./, 'symbol'],
  [/^[-+]?[.,_]*(e[-+]\d+)?$|^[-+]?0[xb][_,]*$/i, 'string'],
  [/^[-+]?(\d[\d_,]*)?\.\d*([eE][-+]\d+)?$/, 'number'],
  [/^[-+]?(0b[01_]+|0[0-7_]+|0|[1-9][\d_]*|0x[\da-fA-F_]+)$/, 'integer'],
];

function rubyReads(text: string): Received {
  const type = ruby.find(([pattern]) => pattern.test(text))?.[1] ?? 'string';
  if (type === 'null') return { type, text: '' };
  if (type === 'boolean') return { type, text: String(/^(yes|true|on)$/i.test(text)) };
  if (type === 'integer') return { type, text: String(bigOf(text)) };
  if (type === 'number') return { type, text: rubyNumber(text) };
  return { type, text };
}

/** `1.5e+10` → `15000000000.0`, `.inf` → `Infinity`. */
function rubyNumber(text: string): string {
  if (/f$/i.test(text)) return text.startsWith('-') ? '-Infinity' : 'Infinity';
  if (/n$/i.test(text)) return 'NaN';
  const number = Number(text.replace(/[,_]|\.(?=e|$)/gi, ''));
  const { digits, power } = scientific(number);
  const withPoint = (plain: string) => (plain.includes('.') ? plain : `${plain}.0`);
  return power >= -4 && power < 16 ? withPoint(String(number)) : `${withPoint(digits)}e${exponent(power)}`;
}

function scientific(number: number): { digits: string; power: number } {
  const [digits = '', power] = number.toExponential().split('e');
  return { digits, power: Number(power) };
}

const exponent = (power: number): string => `${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
