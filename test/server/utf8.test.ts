import assert from 'node:assert/strict';
import { firstWrongByte } from '../../server/src/base/utf8';

describe('the first byte that is no UTF-8', () => {
  const cases: [what: string, bytes: Buffer, at: number | undefined][] = [
    ['none in ASCII', Buffer.from('a: b'), undefined],
    ['none in UTF-8', Buffer.from('a: é'), undefined],
    ['Latin-1', Buffer.from('a: caf\xe9\n', 'latin1'), 6],
    ['behind characters of several bytes', Buffer.concat([Buffer.from('é'), Buffer.from([0xff])]), 2],
  ];
  for (const [what, bytes, at] of cases) it(what, () => assert.equal(firstWrongByte(bytes), at));
});
