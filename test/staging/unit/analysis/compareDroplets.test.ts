// What differs between two droplets.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareDroplets } from '../../../../client/src/staging/analysis/compareDroplets';
import { costOf, grouped } from '../../../../client/src/staging/analysis/differences';
import type { Difference } from '../../../../client/src/staging/analysis/differences';
import { Droplet } from '../../../../client/src/staging/droplet/droplet';
import { temporaryFolder } from '../../../support/folder';
import * as tar from '../../../support/tarball';

const folder = temporaryFolder();

const opened = (name: string, entries: Buffer[]) => {
  const file = join(folder(), name);
  writeFileSync(file, tar.tarball(tar.directory('.'), ...entries));
  return Droplet.open(file);
};

const line = ({ kind, path, what = [], entries, ...sizes }: Difference) =>
  `${kind} ${path} ${costOf(sizes)}${entries > 1 ? ` in ${entries}` : ''} ${what.join(', ')}`.trim();

const cases: { title: string; before: Buffer[]; after: Buffer[]; expected: string[]; inGroups?: string[] }[] = [
  {
    title: 'nothing: order, times and entries of folders do not count as contents',
    before: [tar.file('a', 'x', { mtime: 1 }), tar.file('b', 'y')],
    after: [tar.file('./b', 'y'), tar.file('./a', 'x', { mtime: 2 })],
    expected: [],
  },
  {
    title: 'what costs most comes first, what saves most last',
    before: [tar.file('less', 'xxxx'), tar.file('gone', 'xxxxxxxxx'), tar.file('same', 'x')],
    after: [tar.file('less', 'x'), tar.file('new', 'xx'), tar.file('same', 'x'), tar.file('larger', 'xxx')],
    expected: ['added larger 3', 'added new 2', 'changed less -3 content', 'removed gone -9'],
  },
  {
    title: 'contents of the same size are read',
    before: [tar.file('a', 'one'), tar.file('b', 'two')],
    after: [tar.file('a', 'one'), tar.file('b', 'six')],
    expected: ['changed b 0 content'],
  },
  {
    title: 'modes, types and targets',
    before: [tar.file('run', 'x'), tar.link('to', 'a'), tar.file('was', 'x')],
    after: [tar.file('run', 'y', { mode: 0o755 }), tar.link('to', 'b'), tar.link('was', 'run')],
    expected: ['changed run 0 content, mode', 'changed to 0 target', 'changed was -1 type'],
  },
  {
    title: 'a folder that is new or gone is one row when grouped',
    before: [tar.file('node_modules/old/a', 'xx'), tar.file('node_modules/old/b', 'x')],
    after: [tar.directory('node_modules/new'), tar.file('node_modules/new/lib/a', 'xxxx'), tar.file('file', 'x')],
    expected: [
      'added node_modules/new/lib/a 4',
      'added file 1',
      'added node_modules/new 0',
      'removed node_modules/old/b -1',
      'removed node_modules/old/a -2',
    ],
    inGroups: ['added node_modules/new/ 4 in 2', 'added file 1', 'removed node_modules/old/ -3 in 2'],
  },
];

describe('two droplets differ in', () => {
  for (const { title, before, after, expected, inGroups = expected } of cases)
    it(title, async () => {
      const [one, other] = [await opened('before.tgz', before), await opened('after.tgz', after)];
      const differences = await compareDroplets(one, other);
      assert.deepEqual(differences.map(line), expected);
      assert.deepEqual(grouped(differences, one.entries, other.entries).map(line), inGroups);
      await Promise.all([one.close(), other.close()]);
    });
});
