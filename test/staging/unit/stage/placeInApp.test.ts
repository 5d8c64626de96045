// Which of the files that a program named is a file of the app.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { placeInApp } from '../../../../client/src/staging/stage/placeInApp';
import type { NamedPlace } from '../../../../client/src/staging/report/failure';
import { temporaryFolder } from '../../../support/folder';

const folder = temporaryFolder();

const cases: [title: string, places: NamedPlace[], expected: string][] = [
  ['a path inside', [{ file: '/tmp/app/src/x.c', line: 3, column: 1 }], 'src/x.c:3:1'],
  ['its other name', [{ file: '/app/src/x.c', line: 3 }], 'src/x.c:3'],
  ['a path from the top of the app', [{ file: './src/x.c', line: 3 }], 'src/x.c:3'],
  ['the line that holds a word', [{ file: 'package.json', holds: 'left-padd' }], 'package.json:2'],
  ['the file, when no line holds it', [{ file: 'package.json', holds: 'right' }], 'package.json'],
  [
    'the first that exists',
    [
      { file: '/usr/lib/x.py', line: 1 },
      { file: 'no.c', line: 1 },
      { file: 'src/x.c', line: 2 },
    ],
    'src/x.c:2',
  ],
  ['a file with just this text', [{ file: 'src/x.c', line: 2, text: 'a\nb\nc\n' }], 'src/x.c:2'],
  ['none with another text', [{ file: 'src/x.c', line: 2, text: 'a\n' }], ''],
  ['no folder', [{ file: 'src' }], ''],
  [
    'nothing outside',
    [{ file: '../outside.txt' }, { file: '/tmp/app/../outside.txt' }, { file: '/tmp/apple/src/x.c' }],
    '',
  ],
];

describe('the place in the app that the output names', () => {
  for (const [title, places, expected] of cases)
    it(`is ${title}`, async () => {
      const app = join(folder(), 'app');
      mkdirSync(join(app, 'src'), { recursive: true });
      writeFileSync(join(app, 'src/x.c'), 'a\nb\nc\n');
      writeFileSync(join(app, 'package.json'), '{\n  "left-padd": "1"\n}\n');
      writeFileSync(join(app, '../outside.txt'), 'x');
      const place = await placeInApp(places, app, ['/tmp/app', '/app']);
      const file = place && relative(app, place.file);
      assert.equal([file, place?.line, place?.column].filter(Boolean).join(':'), expected);
    });

  it('is none when the app is an archive', async () => {
    const file = join(folder(), 'app.jar');
    writeFileSync(file, 'x');
    assert.equal(await placeInApp([{ file: 'pom.xml', line: 1 }], file, ['/tmp/app']), undefined);
  });
});
