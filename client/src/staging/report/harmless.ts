// Output of others for terminals: colour and style stay. What else a terminal would obey goes: titles, the clipboard, links, the
// cursor, the screen, questions that it answers as if the user typed, and characters that turn the direction of text.

/** `\x1b[1;31m`, but not `\x1b[>4;1m`, which changes what keys send. */
const style = /^\x1b\[[\d;:]*m$/;

/** A string that an escape begins (OSC, DCS, SOS, PM, APC) ends with its line at the latest; a C1 code is only taken away itself. */
const sequences = (c1: string, turns: string): RegExp =>
  new RegExp(
    `\\x1b\\[[0-?]*[ -/]*[@-~]|\\x1b[PX\\]^_][^\\n\\x07\\x18\\x1a\\x1b]*(?:\\x07|\\x18|\\x1a|\\x1b\\\\)?|\\x1b[ -/]*[0-Z\\\\-~]|[\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]|${c1}|${turns}`,
    'g',
  );

const inText = sequences('[\\x80-\\x9f]', '[\\u202a-\\u202e\\u2066-\\u2069]');
/** The same in UTF-8, each byte as a character: everything else, text or not, stays byte by byte. */
const inBytes = sequences('\\xc2[\\x80-\\x9f]', '\\xe2\\x80[\\xaa-\\xae]|\\xe2\\x81[\\xa6-\\xa9]');

const onlyStyle = (sequence: string): string => (style.test(sequence) ? sequence : '');

/** A whole line or text. */
export const harmless = (text: string): string => text.replace(inText, onlyStyle);

/** What may go on in the next chunk. */
const unfinished = /(?:\x1b(?:\[[0-?]*[ -/]*|[PX\]^_][^\n\x07\x18\x1a\x1b]*\x1b?|[ -/]*)|\xc2|\xe2[\x80\x81]?)$/;
/** More of it is not kept: only how it begins and ends tells what to take away. */
const mostHeld = 256;

/** The same for a stream, whose chunks may split a sequence anywhere; one that its end cuts off is left out. */
export class HarmlessOutput {
  private held = '';

  write(chunk: Buffer): Buffer {
    const text = this.held + chunk.toString('latin1');
    const at = unfinished.exec(text)?.index ?? text.length;
    this.held = text.slice(at);
    if (this.held.length > mostHeld) this.held = this.held.slice(0, 2) + (this.held.endsWith('\x1b') ? '\x1b' : '');
    return Buffer.from(text.slice(0, at).replace(inBytes, onlyStyle), 'latin1');
  }
}
