// What the operating system refuses is said in words.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isSystemError,
  systemFailure,
  systemReason,
  unusable,
} from '../../../../client/src/staging/report/systemReason';
import { temporaryFolder } from '../../../support/folder';

const folder = temporaryFolder();
const inside = (path: string) => join(folder(), path);

describe('what the operating system refuses', () => {
  const refusals: [what: string, work: () => unknown, reason: string, file: string][] = [
    ['nothing', () => readFileSync(inside('gone')), 'there is no such file or folder', 'does not exist'],
    ['a folder', () => readFileSync(folder()), 'it is a folder', 'is a folder'],
    [
      'a file as a folder',
      () => readFileSync(inside('file/x')),
      'a part of its path is a file, not a folder',
      'cannot be read: a part of its path is a file, not a folder',
    ],
    [
      'a link to itself',
      () => readFileSync(inside('circle')),
      'its links lead in a circle',
      'cannot be read: its links lead in a circle',
    ],
    [
      'what is there already',
      () => mkdirSync(inside('file')),
      'there is something of this name already',
      'cannot be read: there is something of this name already',
    ],
  ];
  for (const [what, work, reason, file] of refusals)
    it(what, () => {
      writeFileSync(inside('file'), '');
      symlinkSync('circle', inside('circle'));
      assert.throws(work, (error: Error) => {
        assert.ok(isSystemError(error));
        assert.equal(systemReason(error), reason);
        assert.equal(unusable(error), file);
        return true;
      });
    });

  it('names the file that was meant, not the one it is written to first', () => {
    const error = Object.assign(new Error('EROFS: read-only file system, open …'), {
      code: 'EROFS',
      path: '/d/a.droplet.tgz.partial-42-x1y2z3',
    });
    assert.match(systemFailure(error), /^\/d\/a\.droplet\.tgz cannot be used: the file system is read-only\./);
  });

  it('is told from other errors, which speak for themselves', () => {
    assert.equal(isSystemError(new Error('x')), false);
    assert.equal(systemReason(new Error('x')), 'x');
  });
});
