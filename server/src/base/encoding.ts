// Bytes of a file → text, as cf's YAML library reads them: UTF-8, or UTF-16 behind its byte order mark.
import { isUtf8 } from 'node:buffer';

/** Stands in a text for the first byte that is no UTF-8: `\udce9` for 0xE9. What is decoded has no such half of a character. */
export const undecodable = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

/** Never fails: see `undecodable`. What follows the first such byte is decoded as far as that goes. */
export function decode(bytes: Buffer): string {
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return bytes.toString('utf16le');
  if (mark === 0xfeff)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return text;
  // What cannot be decoded comes back as another character.
  const again = Buffer.from(text);
  const at = bytes.findIndex((byte, index) => byte !== again[index]);
  const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at + 1)];
  return before.toString('utf8') + String.fromCharCode(0xdc00 + bytes[at]!) + behind.toString('utf8');
}

/** What to say about a text that holds `undecodable` at an offset. */
export function notUtf8(text: string, offset: number): string {
  const byte = (text.charCodeAt(offset) - 0xdc00).toString(16).toUpperCase();
  const place = Buffer.byteLength(text.slice(0, offset)) + 1;
  return `The file is not UTF-8: byte ${place} is 0x${byte}. The platform refuses such a file: save it with the encoding UTF-8.`;
}
