// The characters of YAML 1.1 by kind, as codes (0 stands for the end of the text), and the names of those nobody sees.
import { undecodable } from '../base/utf8';

/** CR, LF, and the line breaks YAML 1.2 has given up: NEL, LS and PS. */
export const isBreak = (code: number): boolean =>
  code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;

export const isBlank = (code: number): boolean => code === 32 || code === 9;

/** A blank, a line break, or the end of the text: what ends a word. */
export const endsWord = (code: number): boolean => code === 32 || code === 0 || code === 9 || isBreak(code);

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** What names of anchors, tags and directives are made of: ASCII letters, digits, `-` and `_`. */
export const isWord = (code: number): boolean =>
  isDigit(code) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 45 || code === 95;

/** Characters that may stand nowhere in YAML, not even in quotes, and bytes that are none. */
export const control = new RegExp(`[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ufffd]|${undecodable.source}`);

/** Characters that look like a blank, or like nothing, and are neither to YAML. */
export const invisible =
  /[^\t\n\r\x20-\x7e\x85\xa1-\xac\xae-\u167f\u1681-\u180d\u180f-\u1fff\u2010-\u2027\u2030-\u205e\u2065-\u2fff\u3001-\ufefe\uff00-\ufffd]/;

const names: Record<number, string> = {
  0x00: 'null character',
  0x08: 'backspace',
  0x0b: 'vertical tab',
  0x0c: 'form feed',
  0x1b: 'escape character',
  0x7f: 'delete character',
  0x85: 'next line character',
  0xa0: 'no-break space',
  0xad: 'soft hyphen',
  0x1680: 'Ogham space mark',
  0x180e: 'Mongolian vowel separator',
  0x2003: 'em space',
  0x2009: 'thin space',
  0x200b: 'zero width space',
  0x200c: 'zero width non-joiner',
  0x200d: 'zero width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x202f: 'narrow no-break space',
  0x2060: 'word joiner',
  0x3000: 'ideographic space',
  0xfeff: 'byte order mark',
};

/** Example: `no-break space (U+00A0)`. */
export function characterName(char: string): string {
  const code = char.codePointAt(0)!;
  const name = names[code] ?? (code < 0xa0 ? 'control character' : 'invisible character');
  return `${name} (U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
}
