// What takes the space in a droplet: folders, packages, the largest, and what is there twice.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderView } from '../../../../client/src/staging/analysis/folderView';
import type { Tile } from '../../../../client/src/staging/analysis/folderView';
import { Largest } from '../../../../client/src/staging/analysis/largest';
import { packageAt, packagesOf } from '../../../../client/src/staging/analysis/packages';
import { reportDroplet, reportDuplicates, reportFolder } from '../../../../client/src/staging/analysis/dropletReport';
import { Droplet } from '../../../../client/src/staging/droplet/droplet';
import type { OpenOptions } from '../../../../client/src/staging/droplet/droplet';
import { temporaryFolder } from '../../../support/folder';
import * as tar from '../../../support/tarball';
import { entry, treeOf } from './support';

const folder = temporaryFolder();

async function withDroplet<T>(content: Buffer, use: (droplet: Droplet) => Promise<T>, options?: OpenOptions) {
  const file = join(folder(), 'app.tgz');
  writeFileSync(file, content);
  const droplet = await Droplet.open(file, options);
  try {
    return await use(droplet);
  } finally {
    await droplet.close();
  }
}

describe('the size tree', () => {
  it('counts every content once, below each folder on the way', () => {
    const tree = treeOf('app/', 'app/a 3', 'app/lib/b 4', entry('app/again 3', { hardLink: 'app/a' }));
    const sizes = [tree.root, ...tree.folders()].map(({ path, size, entries }) => `${path} ${size} ${entries}`);
    assert.deepEqual(sizes, ['. 7 4', 'app 7 4', 'app/lib 4 1']);
  });

  it('keeps what would be unpacked outside under its whole name', () => {
    const tree = treeOf(entry('/etc/passwd 5', { outside: true }));
    assert.deepEqual([...tree.root.files.keys()], ['/etc/passwd']);
    assert.equal(tree.root.size, 5);
  });

  it('finds a folder by its path', () => {
    const tree = treeOf('app/lib/b 4');
    assert.equal(tree.folder('app/lib')?.size, 4);
    assert.equal(tree.folder('.'), tree.root);
    assert.equal(tree.folder('app/none'), undefined);
  });
});

describe('the view of a folder', () => {
  const names = (tiles: Tile[] = []) => tiles.map(({ name, kind, size }) => `${kind} ${name} ${size}`);

  it('shows what is in it and what is in that, the largest first', () => {
    const view = folderView(treeOf('app/a 1', 'app/lib/b 4', 'top 2').root);
    assert.deepEqual(names(view.tiles), ['folder app 5', 'file top 2']);
    assert.deepEqual(names(view.tiles[0]?.tiles), ['folder lib 4', 'file a 1']);
    assert.equal(view.tiles[0]?.tiles?.[0]?.tiles, undefined);
  });

  it('puts the many small ones together', () => {
    const files = Array.from({ length: 300 }, (_, i) => `app/${i} ${i + 1}`);
    const view = folderView(treeOf(...files).folder('app')!);
    assert.equal(view.tiles.length, 201);
    const rest = view.tiles.at(-1)!;
    assert.deepEqual([rest.kind, rest.entries, rest.size], ['rest', 100, 5050]);
    assert.equal(
      view.tiles.reduce((sum, { size }) => sum + size, 0),
      view.size,
    );
  });
});

describe('packages', () => {
  const cases: [path: string, expected: string | undefined][] = [
    ['app/node_modules/express', 'npm express'],
    ['app/node_modules/@types/node', 'npm @types/node'],
    ['app/node_modules/a/node_modules/b', 'npm b'],
    ['app/node_modules/.pnpm/lodash@4.17.21/node_modules/lodash', 'npm lodash'],
    ['app/node_modules/.bin', undefined],
    ['app/node_modules/@types', undefined],
    ['app/node_modules/express/lib', undefined],
    ['deps/0/vendor_bundle/ruby/3.2.0/gems/rack-2.2.3', 'gem rack 2.2.3'],
    ['app/vendor/bundle/ruby/3.2.0/gems/aws-sdk-core-3.190.0', 'gem aws-sdk-core 3.190.0'],
    ['deps/0/python/lib/python3.11/site-packages/requests', 'python requests'],
    ['deps/0/python/lib/python3.11/site-packages/requests-2.31.0.dist-info', undefined],
    ['deps/0/python/lib/python3.11/site-packages/PyYAML-6.0-py3.11.egg', 'python PyYAML 6.0'],
    ['deps/0/python/lib/python3.11/site-packages/__pycache__', undefined],
    ['app/vendor/github.com/gorilla/mux', 'go github.com/gorilla/mux'],
    ['app/vendor/symfony/console', 'composer symfony/console'],
    ['app/vendor/bundle/ruby', undefined],
    ['app/BOOT-INF/lib/spring-core-5.3.20.jar', 'java spring-core 5.3.20'],
    ['app/lib/tool.jar', 'java tool'],
    ['app/src', undefined],
  ];
  for (const [path, expected] of cases)
    it(`${path} is ${expected ?? 'none'}`, () => {
      const { kind, name, version } = packageAt(path) ?? {};
      assert.equal(kind && [kind, name, version].filter(Boolean).join(' '), expected);
    });

  it('are told with their own size, without those that lie in them', () => {
    const tree = treeOf('node_modules/a/index.js 10', 'node_modules/a/node_modules/b/index.js 3', 'lib/x-1.jar 7');
    assert.deepEqual(
      packagesOf(tree).map(({ name, size, entries, version }) => [name, size, entries, version]),
      [
        ['b', 3, 1, undefined],
        ['a', 10, 1, undefined],
        ['x', 7, 1, '1'],
      ],
    );
  });

  it('of Python have the version that their metadata tell', () => {
    const packages = 'lib/python3/site-packages';
    const tree = treeOf(`${packages}/flask_cors/a.py 1`, `${packages}/Flask_Cors-4.0.1.dist-info/METADATA 1`);
    assert.deepEqual(
      packagesOf(tree).map(({ name, version }) => `${name} ${version}`),
      ['flask_cors 4.0.1'],
    );
  });
});

it('the largest of many are kept in order', () => {
  const largest = new Largest<number>(3, (one) => one);
  for (let i = 0; i < 1000; i++) largest.add((i * 617) % 1000);
  assert.deepEqual(largest.list(), [999, 998, 997]);
});

describe('the report of a droplet', () => {
  const big = Buffer.alloc(600_000, 'x');
  const other = Buffer.concat([big.subarray(1), Buffer.from('y')]);
  const content = tar.tarball(
    tar.file('./app/big', big),
    tar.file('./app/unlike', other),
    tar.file('./app/copy', big),
    tar.hardLink('./app/link', './app/big'),
    tar.file('./app/node_modules/a/index.js', 'abc'),
    tar.file('./app/node_modules/b/index.js', 'abc'),
    tar.file('./app/empty'),
    tar.file('./app/void'),
    tar.file('./app/sole', 'of its size'),
  );

  it('tells largest files, packages and folders', () =>
    withDroplet(content, async (droplet) => {
      const report = await reportDroplet(droplet);
      assert.deepEqual(
        report.largest
          .slice(0, 3)
          .map(({ path }) => path)
          .sort(),
        ['app/big', 'app/copy', 'app/unlike'],
      );
      assert.deepEqual(
        report.packages.map(({ name }) => name),
        ['a', 'b'],
      );
      assert.equal(report.folder.size, 1_800_017);
      assert.equal((await reportFolder(droplet, 'app/node_modules'))?.size, 6);
      assert.equal(await reportFolder(droplet, 'elsewhere'), undefined);
    }));

  for (const [title, options] of [
    ['from a temporary copy', {}],
    ['without room for one', { spool: 0 }],
  ] as const)
    it(`finds what is there twice by its content, ${title}`, () =>
      withDroplet(
        content,
        async (droplet) => {
          const { wasted, groups, largest } = await reportDuplicates(droplet);
          assert.deepEqual([wasted, groups], [600_003, 2]);
          assert.deepEqual(
            largest.map(({ paths }) => paths),
            [
              ['app/big', 'app/copy'],
              ['app/node_modules/a/index.js', 'app/node_modules/b/index.js'],
            ],
          );
        },
        options,
      ));
});
