import assert from 'node:assert/strict';
import { decode, notUtf8, undecodable } from '../../server/src/base/utf8';

describe('decode', () => {
  const utf16 = Buffer.from('\ufeffa: é\n', 'utf16le');
  const cases: [what: string, bytes: Buffer, text: string][] = [
    ['ASCII', Buffer.from('a: b'), 'a: b'],
    ['UTF-8', Buffer.from('a: é 😀'), 'a: é 😀'],
    ['UTF-16 behind its mark', utf16, '\ufeffa: é\n'],
    ['UTF-16 of the other order', Buffer.from(utf16).swap16(), '\ufeffa: é\n'],
  ];
  for (const [what, bytes, text] of cases)
    it(what, () => {
      assert.equal(decode(bytes), text);
      assert.doesNotMatch(text, undecodable);
    });

  const wrong: [what: string, bytes: Buffer, said: RegExp][] = [
    ['Latin-1', Buffer.from('a: caf\xe9\nb: \xe9\n', 'latin1'), /byte 7 is 0xE9/],
    ['a wrong byte behind characters of several bytes', Buffer.from([0xc3, 0xa9, 0xff]), /byte 3 is 0xFF/],
    ['half a character at the end', Buffer.from([0x61, 0xc3]), /byte 2 is 0xC3/],
  ];
  for (const [what, bytes, said] of wrong)
    it(`tells where it stops: ${what}`, () => {
      const text = decode(bytes);
      assert.match(notUtf8(text, text.search(undecodable)), said);
    });
});
