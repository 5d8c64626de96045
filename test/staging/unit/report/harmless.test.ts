import assert from 'node:assert/strict';
import { HarmlessOutput, harmless } from '../../../../client/src/staging/report/harmless';

/** Text → what is left of it. */
const table: Record<string, [given: string, left: string]> = {
  'plain text, tabs and carriage returns': ['a\tb\rc äöü €', 'a\tb\rc äöü €'],
  'colours and style': [
    '\x1b[1;31mred\x1b[0m \x1b[38:2::1:2:3mrgb\x1b[m',
    '\x1b[1;31mred\x1b[0m \x1b[38:2::1:2:3mrgb\x1b[m',
  ],
  'a title': ['a\x1b]0;title\x07b', 'ab'],
  'a title that ends with ST': ['a\x1b]2;title\x1b\\b', 'ab'],
  'the clipboard': ['a\x1b]52;c;ZXZpbA==\x07b', 'ab'],
  'a link, whose text stays': ['\x1b]8;;file:///etc/passwd\x1b\\text\x1b]8;;\x1b\\', 'text'],
  'the working directory and marks of VS Code': ['\x1b]633;P;Cwd=/x\x07a\x1b]7;file:///\x07', 'a'],
  'the cursor': ['a\x1b[2A\x1b[10;10Hb\x1b7c\x1b8', 'abc'],
  'the screen': ['a\x1b[2J\x1b[Kb\x1b[?1049hc\x1bc', 'abc'],
  questions: ['a\x1b[6n\x1b[c\x1b[>c\x1bZb\x05', 'ab'],
  'a device string': ['a\x1bP$q"p\x1b\\b', 'ab'],
  'a privacy message and a program command': ['a\x1b^x\x1b\\b\x1b_Gf=100;AAAA\x1b\\c', 'abc'],
  'what keys send': ['a\x1b[>4;1mb\x1b[?1m', 'ab'],
  'characters for drawing': ['a\x1b(0b\x1b#8c\x0ed\x0f', 'abcd'],
  'bells, backspaces and NULs': ['a\x07\bb\0\x7f', 'ab'],
  'codes of one character': ['a\x9b2Jb\x9d0;title\x9cc', 'a2Jb0;titlec'],
  'what turns text around': ['a\u202eb\u2066c\u2069', 'abc'],
  'a string without end': ['a\x1b]0;never', 'a'],
  'a string without end, but not the next line': ['a\x1b]0;never\nnext', 'a\nnext'],
  'a sequence in a sequence': ['a\x1b[3\x1b[2Jb\x1b\x1b[2Jc', 'a[3bc'],
  'an escape at the end': ['a\x1b', 'a'],
};

/** Through a filter, in chunks of `size` bytes. */
function streamed(text: string, size: number): string {
  const filter = new HarmlessOutput();
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(filter.write(bytes.subarray(at, at + size)));
  return Buffer.concat(chunks).toString();
}

describe('harmless output', () => {
  for (const [what, [given, left]] of Object.entries(table)) {
    it(`of ${what}`, () => assert.equal(harmless(given), left));
    it(`of ${what}, in chunks of any size`, () => {
      for (let size = 1; size <= Buffer.byteLength(given); size++) assert.equal(streamed(given, size), left, `${size}`);
    });
  }

  it('leaves bytes that are no text as they are', () => {
    const bytes = Buffer.from(Array.from({ length: 128 }, (_, i) => 128 + i).reverse());
    const filter = new HarmlessOutput();
    assert.deepEqual(filter.write(bytes), bytes);
  });

  it('takes time in proportion to what it reads, and holds back little', () => {
    const filter = new HarmlessOutput();
    for (let i = 0; i < 200; i++) assert.equal(filter.write(Buffer.from('\x1b]0;' + 'x'.repeat(65_000))).length, 0);
    assert.equal(filter.write(Buffer.from('\x07after')).toString(), 'after');
    for (const piece of ['\x1b', '\x1b[', '\x1b]', '\x1b[1', '\x1b(', '\x9b'])
      assert.ok(harmless(piece.repeat(500_000)).length <= piece.length * 500_000);
  }).timeout(5000);
});
