import assert from 'node:assert/strict';
import { join } from 'node:path';
import { foldersOf } from '../../../../client/src/staging/fleet/folders';
import { temporaryFolder } from '../../../support/folder';
import { writeFiles } from '../../support/files';

describe('the folders of a pattern', () => {
  const folder = temporaryFolder();
  const made = ['apps/b/', 'apps/a/', 'apps/.git/', 'teams/x/web/', 'teams/y/api/'];
  beforeEach(() => writeFiles(folder(), { ...Object.fromEntries(made.map((path) => [path, ''])), 'apps/readme': 'x' }));
  const patterns: Record<string, string[]> = {
    'apps/*': ['apps/a', 'apps/b'],
    'apps/.*': ['apps/.git'],
    'teams/*/web': ['teams/x/web'],
    'teams/*/*': ['teams/x/web', 'teams/y/api'],
    'apps/?': ['apps/a', 'apps/b'],
    './apps/a': ['apps/a'],
    'not/there': ['not/there'],
    'not/*': [],
  };
  for (const [pattern, expected] of Object.entries(patterns))
    it(`${pattern} means ${expected.join(', ') || 'none'}`, () =>
      assert.deepEqual(
        foldersOf(pattern, folder()),
        expected.map((one) => join(folder(), one)),
      ));
});
