import assert from 'node:assert/strict';
import { localPath } from '../../../../client/src/staging/plan/localPath';

describe('where a buildpack of a manifest lies on this machine', () => {
  for (const [written, path] of [
    ['bp/x', '/app/bp/x'],
    ['./x', '/app/x'],
    ['../x.zip', '/x.zip'],
    ['x.zip', '/app/x.zip'],
    ['/opt/x', '/opt/x'],
    ['ruby_buildpack', undefined],
    ['https://example.com/x.zip', undefined],
    ['file:///opt/x.zip', undefined],
    ['https://example.com/x#dir/branch', undefined],
  ] as const)
    it(`${written} → ${path ?? 'not by a path'}`, () => assert.equal(localPath(written, '/app'), path));
});
