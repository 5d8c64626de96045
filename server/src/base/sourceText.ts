// Small things about the source text that completion and quick fixes share: lines, indentation, quoting, line ends.
import { lineStart } from './words';

export { lineStart };

/** Offset of the line break (or `\r` of it) that ends the line of `offset`, or of the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at < 0) return text.length;
  return at > 0 && text[at - 1] === '\r' && at > offset ? at - 1 : at;
}

/** Column of an offset, in characters. */
export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** The line break the file uses. */
export const newline = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** What YAML 1.1 would not read as the text it is, when written without quotes. */
const special =
  /^(|~|null|true|false|y|yes|n|no|on|off|[-+]?\.?\d[\d_:.]*(e[-+]?\d+)?|0[xob][\da-f_]+|[-+]?\.(inf|nan)|\d{4}-\d\d?-\d\d?.*|<<|=)$/i;
const indicator = /^[-?:,[\]{}#&*!|>'"%@`]|^\s|\s$|: |:$| #|[\n\t]/;

/** Text as a YAML scalar: plain where that is safe, else in quotes. */
export function scalarSource(text: string): string {
  const plain = !special.test(text) && (!indicator.test(text) || /^-[\w-]+$/.test(text));
  return plain ? text : quoted(text);
}

/** Text in double quotes, or in single ones when it holds double quotes or backslashes and no line break. */
export function quoted(text: string): string {
  if (/["\\]/.test(text) && !/[\n\t]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text);
}
