// The floors of the house: lint holds them, CONTRIBUTING.md shows them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { picture, readFloors, readPage } from './floors';
import { root } from './machine';

const sources = ['client/src', 'server/src'];

describe('the floors', () => {
  it('are drawn in CONTRIBUTING.md as lint has them (npm run floors)', async () => {
    assert.ok(readPage().includes(picture(await readFloors())));
  });

  it('are all folders with sources, and no others', async () => {
    const folders = sources.flatMap((top) =>
      readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => dirname(`${top}/${name.split(sep).join('/')}`)),
    );
    const floors = await readFloors();
    assert.deepEqual(floors.map(([folder]) => folder).sort(), [...new Set(folders)].sort());
  });

  describe('lint refuses', () => {
    /** What is planted, where, what it imports, and the rule that says no. */
    const planted: [what: string, file: string, imports: string, rule: string][] = [
      [
        'an import from the floor above',
        'server/src/base/planted.ts',
        '../yaml/tree',
        'no-way-upstairs-from-server/src/base',
      ],
      [
        'a type from upstairs',
        'client/src/staging/files/planted.ts',
        '../engines/engine',
        'no-way-upstairs-from-client/src/staging/files',
      ],
      [
        'the server knowing the client',
        'server/src/planted.ts',
        '../../client/src/staging/report/units',
        'server-knows-no-client',
      ],
      [
        'the engine knowing a rule',
        'client/src/staging/planted.ts',
        '../../../server/src/checks/rule',
        'engine-sees-only-the-ground-of-the-server',
      ],
      ['a folder without a floor', 'server/src/cellar/planted.ts', '../base/words', 'every-folder-has-a-floor'],
    ];
    let copy: string;
    let output: string;

    before(function () {
      this.timeout(60_000);
      copy = mkdtempSync(join(tmpdir(), 'floors-'));
      for (const name of [...sources, 'schemas', 'package.json', 'tsconfig.json', '.dependency-cruiser.mjs'])
        cpSync(join(root, name), join(copy, name), { recursive: true });
      symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
      for (const [, file, imports] of planted) {
        mkdirSync(dirname(join(copy, file)), { recursive: true });
        writeFileSync(join(copy, file), `export type * from '${imports}';\n`);
      }
      const lint = spawnSync('npm', ['run', '--silent', 'lint:floors'], { cwd: copy, encoding: 'utf8', shell: true });
      assert.notEqual(lint.status, 0);
      output = lint.stdout;
    });

    after(() => rmSync(copy, { recursive: true, force: true }));

    for (const [what, file, , rule] of planted) it(what, () => assert.ok(output.includes(`${rule}: ${file}`), output));
  });
});
