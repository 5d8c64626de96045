// Bytes of a file → text, as cf's YAML library reads them: UTF-8, or UTF-16 behind its byte order mark.

/** Stands in a text for the first byte that is no UTF-8: `\udce9` for 0xE9. What is decoded has no such half of a character. */
export const undecodable = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

/** Never fails: see `undecodable`. What follows the first such byte is decoded as far as that goes. */
export function decode(bytes: Uint8Array): string {
  const mark = bytes.length > 1 ? bytes[0]! * 256 + bytes[1]! : 0;
  if (mark === 0xfffe || mark === 0xfeff) {
    const whole = bytes.subarray(0, bytes.length & ~1);
    return new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be', { ignoreBOM: true }).decode(whole);
  }
  const text = utf8.decode(bytes);
  // What cannot be decoded comes back as another character.
  const again = new TextEncoder().encode(text);
  const at = bytes.findIndex((byte, index) => byte !== again[index]);
  if (at < 0) return text;
  const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at + 1)];
  return utf8.decode(before) + String.fromCharCode(0xdc00 + bytes[at]!) + utf8.decode(behind);
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text in Base64, with line ends; one that is none stays as it is. */
export function fromBase64(text: string): string {
  try {
    return utf8.decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    return text;
  }
}

/** What to say about a text that holds `undecodable` at an offset. */
export function notUtf8(text: string, offset: number): string {
  const byte = (text.charCodeAt(offset) - 0xdc00).toString(16).toUpperCase();
  const place = new TextEncoder().encode(text.slice(0, offset)).length + 1;
  return `The file is not UTF-8: byte ${place} is 0x${byte}. The platform refuses such a file: save it with the encoding UTF-8.`;
}
