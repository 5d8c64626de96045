// The application's files as a tar, from folders and archives.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { openApp } from '../../../../client/src/staging/files/appArchive';
import type { AppOptions } from '../../../../client/src/staging/files/appArchive';
import { Unreadable } from '../../../../client/src/staging/report/failure';
import type { StagingFailure } from '../../../../client/src/staging/report/failure';
import { tarStream } from '../../../../client/src/staging/files/tar';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'app-test-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Content = string | { text?: string; mode?: number; link?: string; folder?: true };

function write(files: Record<string, Content>): string {
  const app = join(folder, 'app');
  mkdirSync(app, { recursive: true });
  for (const [name, given] of Object.entries(files)) {
    const content = typeof given === 'string' ? { text: given } : given;
    const path = join(app, name);
    mkdirSync(content.folder ? path : join(path, '..'), { recursive: true });
    if (content.folder) continue;
    if (content.link !== undefined) symlinkSync(content.link, path);
    else writeFileSync(path, content.text ?? '');
    if (content.mode !== undefined) chmodSync(path, content.mode);
  }
  return app;
}

const notices: string[] = [];
const options: AppOptions = {
  prefix: 'tmp/app',
  owner: { uid: 2000, gid: 2000 },
  platform: 'cloudfoundry',
  notice: (path, why) => notices.push(`${path}: ${why}`),
};

async function tarOf(path: string, more: Partial<AppOptions> = {}): Promise<Buffer> {
  notices.length = 0;
  const app = await openApp(path, { ...options, ...more });
  return await buffer(tarStream(app.entries(), options.notice));
}

/** What GNU tar makes of it: `-rw-r--r-- 2000/2000 5 tmp/app/x`. */
function listing(tar: Buffer): string[] {
  const lines = execFileSync(
    'tar',
    ['-tvf', '-', '--numeric-owner', '--quoting-style=literal', '--full-time', '--utc'],
    { input: tar, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } },
  );
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ +(\d+) \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? /, ' $1 '));
}

const names = async (path: string, more: Partial<AppOptions> = {}) =>
  listing(await tarOf(path, more))
    .map((line) => /(?:^\S+ \S+ \d+ )tmp\/app\/?(.*)$/.exec(line)![1]!)
    .filter(Boolean);

describe('the files of an app', () => {
  it('keep modes, links and empty folders, belong to the platform’s user, and are sorted', async () => {
    const app = write({
      'run.sh': { text: 'x', mode: 0o755 },
      'read-only': { text: 'xy', mode: 0o444 },
      empty: { folder: true },
      'b/z': '1',
      'b/a': '22',
      link: { link: 'b/a' },
      up: { link: '../elsewhere' },
      '.env': 'A=1',
    });
    assert.deepEqual(listing(await tarOf(app)), [
      'drwxr-xr-x 2000/2000 0 tmp/app/',
      '-rw-r--r-- 2000/2000 3 tmp/app/.env',
      'drwxr-xr-x 2000/2000 0 tmp/app/b/',
      '-rw-r--r-- 2000/2000 2 tmp/app/b/a',
      '-rw-r--r-- 2000/2000 1 tmp/app/b/z',
      'drwxr-xr-x 2000/2000 0 tmp/app/empty/',
      'lrwxrwxrwx 2000/2000 0 tmp/app/link -> b/a',
      '-r--r--r-- 2000/2000 2 tmp/app/read-only',
      '-rwxr-xr-x 2000/2000 1 tmp/app/run.sh',
      'lrwxrwxrwx 2000/2000 0 tmp/app/up -> ../elsewhere',
    ]);
  });

  it('may have any name', async () => {
    const odd = [
      'new\nline',
      'ünïcode €',
      'x'.repeat(255),
      `${'long folder/'.repeat(30)}file`,
      ' blank ',
      '-dash',
      "quote'",
      'back\\slash',
      `${'é'.repeat(60)}/${'ü'.repeat(60)}`,
    ];
    const app = write(Object.fromEntries(odd.map((name) => [name, 'content'])));
    const target = join(folder, 'out');
    mkdirSync(target);
    execFileSync('tar', ['-xf', '-', '-C', target, '--no-same-owner'], { input: await tarOf(app) });
    for (const name of odd) assert.equal(readFileSync(join(target, 'tmp/app', name), 'utf8'), 'content', name);
  });

  it('may be links with long targets', async () => {
    const target = `${'target/'.repeat(40)}ü`;
    const [, line] = listing(await tarOf(write({ a: { link: target }, b: '' })));
    assert.equal(line, `lrwxrwxrwx 2000/2000 0 tmp/app/a -> ${target}`);
  });

  it('give equal tars when they are equal', async () => {
    const app = write({ a: '1', 'b/c': '2' });
    assert.ok((await tarOf(app)).equals(await tarOf(app)));
  });

  it('without what is neither file, folder nor link, which is said', async () => {
    const app = write({ a: '1' });
    execFileSync('mkfifo', [join(app, 'pipe')]);
    assert.deepEqual(await names(app), ['a']);
    assert.deepEqual(notices, ['pipe: left out: it is neither a file, a folder nor a link']);
  });

  it('without what .cfignore names, but with what it brings back, and the folders on the way there', async () => {
    const app = write({
      '.cfignore': 'dir\n!dir/sub/keep\nlogs/\n',
      'dir/sub/keep': '1',
      'dir/sub/drop': '2',
      'dir/x': '3',
      'logs/a': '4',
      'manifest.yml': '',
      'a/.git/config': '',
      b: '',
    });
    assert.deepEqual(await names(app), ['a/', 'b', 'dir/', 'dir/sub/', 'dir/sub/keep', 'logs/']);
  });

  it('without what the staging itself writes there', async () => {
    const app = write({ a: '1', 'a.droplet.tgz': 'x', 'sub/cache/x': '1' });
    assert.deepEqual(await names(app, { exclude: [join(app, 'a.droplet.tgz'), join(app, 'sub/cache')] }), [
      'a',
      'sub/',
    ]);
  });

  it('are counted while they are read', async () => {
    const app = write({ a: '123', 'b/c': '4567', link: { link: 'a' } });
    const newest = new Date('2021-03-04T05:06:07Z');
    utimesSync(join(app, 'b/c'), newest, newest);
    utimesSync(join(app, 'a'), 0, 0);
    const opened = await openApp(app, options);
    await buffer(tarStream(opened.entries()));
    assert.deepEqual([opened.files, opened.bytes], [3, 7]);
    assert.ok(opened.newest >= newest);
  });

  it('have a youngest, which is none of the future', async () => {
    const root = write({ a: '', b: '' });
    utimesSync(join(root, 'a'), new Date('2020-02-02'), new Date('2020-02-02'));
    utimesSync(join(root, 'b'), new Date('2200-01-01'), new Date('2200-01-01'));
    const app = await openApp(root, options);
    await buffer(tarStream(app.entries()));
    assert.equal(app.newest.toISOString().slice(0, 10), '2020-02-02');
  });

  it('that are larger than memory should hold are streamed', async () => {
    const app = write({ a: '' });
    truncateSync(join(app, 'a'), 600 * 2 ** 20);
    const opened = await openApp(app, options);
    let [bytes, most] = [0, 0];
    const before = process.memoryUsage().arrayBuffers;
    for await (const chunk of tarStream(opened.entries())) {
      bytes += (chunk as Buffer).length;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    assert.ok(bytes > 600 * 2 ** 20);
    assert.ok(most < 100 * 2 ** 20, `${most} bytes held`);
  });

  for (const [what, change, size] of [
    ['grow', (file: string) => appendFileSync(file, 'more'), 400_000],
    ['shrink', (file: string) => truncateSync(file, 10), 400_000],
    ['grow, small ones', (file: string) => appendFileSync(file, 'more'), 10],
    ['shrink, small ones', (file: string) => truncateSync(file, 5), 10],
    ['vanish', (file: string) => rmSync(file), 10],
  ] as const)
    it(`may ${what} while they are read, which is said`, async () => {
      const app = write({ a: 'x'.repeat(size), b: 'after' });
      const opened = await openApp(app, options);
      notices.length = 0;
      const entries = (async function* () {
        for await (const entry of opened.entries()) {
          if (entry.path === 'tmp/app/a') change(join(app, 'a'));
          yield entry;
        }
      })();
      const lines = listing(await buffer(tarStream(entries, options.notice)));
      assert.equal(lines.at(-1), '-rw-r--r-- 2000/2000 5 tmp/app/b');
      assert.match(notices.join(), what === 'vanish' ? /a: vanished while/ : /a: changed while it was read/);
    });

  it('that cannot be read end the staging, with the reason', async () => {
    const file = write({}); // a folder, which cannot be read like a file
    const entry = { path: 'a', type: 'File', mode: 0o644, uid: 0, gid: 0, mtime: new Date(0) } as const;
    await assert.rejects(buffer(tarStream([{ ...entry, content: { file, size: 1 } }])), {
      outcome: 'BadInput',
      message: /cannot be read: .*Make it readable, or list it in \.cfignore/,
    });
    const denied = new Unreadable('f', Object.assign(new Error(), { code: 'EACCES' }));
    assert.match(denied.message, /^f cannot be read: permission denied\. .*\.cfignore/);
    assert.equal(
      denied.of('of the buildpack ./bp').message,
      'f of the buildpack ./bp cannot be read: permission denied. Make it readable (chmod -R u+rX).',
    );
  });
});

describe('a .cfignore that is a pipe', () => {
  it('is refused at once', async function () {
    if (process.platform === 'win32') this.skip();
    const app = write({ a: '' });
    execFileSync('mkfifo', [join(app, '.cfignore')]);
    await assert.rejects(openApp(app, options), { outcome: 'BadInput', message: /a pipe or a device, not a file/ });
  });
});

describe('the path of an app', () => {
  const bad: [what: string, make: () => string, logged: RegExp, message: RegExp][] = [
    [
      'that leads nowhere',
      () => join(folder, 'none'),
      /^The app cannot be found locally at: /,
      /there is no such file or folder.*relative to the manifest/,
    ],
    [
      'to an empty folder',
      () => write({}),
      /^No app files found in '/,
      /it is empty, or \.cfignore leaves out all of it/,
    ],
    [
      'to a folder of which everything is ignored',
      () => write({ '.cfignore': '*', a: '' }),
      /^No app files found in '/,
      /nothing to upload/,
    ],
    [
      'to a file that is no archive',
      () => join(write({ 'x.jar': 'text' }), 'x.jar'),
      /cannot be found locally/,
      /neither a folder nor a zip archive/,
    ],
    [
      'to a damaged archive',
      () => {
        const file = join(write({}), 'x.zip');
        writeFileSync(file, Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18, 0x11)]));
        return file;
      },
      /cannot be found locally/,
      /broken archive/,
    ],
  ];
  for (const [what, make, logged, message] of bad)
    it(`${what} is bad input`, async () => {
      await assert.rejects(openApp(make(), options), (error: Error & { outcome: string; logged: string }) => {
        assert.equal(error.outcome, 'BadInput');
        assert.match(error.logged, logged);
        assert.match(error.message, message);
        return true;
      });
    });
});

async function archive(
  files: Record<string, string>,
  before = '',
  modes: Record<string, number> = {},
): Promise<string> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files))
    if (name.endsWith('/')) zip.addEmptyDirectory(name);
    else
      zip.addBuffer(Buffer.from(text), name, { mode: modes[name] ?? 0o100644, mtime: new Date('2020-01-02T03:04:06') });
  zip.end();
  const file = join(folder, 'app.war');
  await pipeline(zip.outputStream, createWriteStream(file));
  if (before) writeFileSync(file, Buffer.concat([Buffer.from(before), readFileSync(file)]));
  return file;
}

describe('an app that is an archive', () => {
  const war = {
    'META-INF/': '',
    'WEB-INF/web.xml': '<x/>',
    'index.jsp': 'j',
    '.cfignore': '*.tmp\n!manifest.yml',
    'a.tmp': '1',
    'manifest.yml': '',
  };
  it('is exploded, with the modes a push gives and its own .cfignore', async () => {
    assert.deepEqual(listing(await tarOf(await archive(war, '', { 'index.jsp': 0o100600 }))), [
      'drwxr-xr-x 2000/2000 0 tmp/app/',
      'drwxr-xr-x 2000/2000 0 tmp/app/META-INF/',
      'drwxr-xr-x 2000/2000 0 tmp/app/WEB-INF/',
      '-rwxr--r-- 2000/2000 4 tmp/app/WEB-INF/web.xml',
      '-rwxr--r-- 2000/2000 1 tmp/app/index.jsp',
      '-rwxr--r-- 2000/2000 0 tmp/app/manifest.yml',
    ]);
  });
  it('may have a shell script in front', async () => {
    assert.deepEqual(
      await names(await archive({ 'a.class': 'x', 'b/c.class': 'y' }, '#!/bin/bash\nexec java -jar "$0"\n')),
      ['a.class', 'b/', 'b/c.class'],
    );
  });
  it('keeps links as links', async () => {
    const [, , line] = listing(await tarOf(await archive({ a: '1', l: 'a' }, '', { l: 0o120777 })));
    assert.match(line!, / tmp\/app\/l -> a$/);
  });
  it('that is damaged is said to be so, by its name', async () => {
    const file = await archive({ a: 'some content '.repeat(50) });
    const bytes = readFileSync(file);
    bytes.fill(0xff, 40, 60);
    writeFileSync(file, bytes);
    await assert.rejects(
      tarOf(file),
      (error: StagingFailure) => error.outcome === 'BadInput' && /broken archive/.test(error.message),
    );
  });
  it('may hold more files than are read at a time', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, String(i)]));
    assert.equal((await names(await archive(many))).length, 300);
  });
});

describe('an app for Stackato', () => {
  const stackato = { platform: 'stackato' } as const;
  it('leaves out what stackato.yml says, and .git only by default', async () => {
    const app = write({ 'x.log': '', '.git/config': '', b: '', 'manifest.yml': '' });
    assert.deepEqual(await names(app, stackato), ['b', 'manifest.yml']);
    assert.deepEqual(await names(app, { ...stackato, ignores: ['b'] }), [
      '.git/',
      '.git/config',
      'manifest.yml',
      'x.log',
    ]);
  });
  for (const link of ['../x', '/etc/passwd', 'sub/../../x'])
    it(`is refused with a link to ${link}`, async () =>
      await assert.rejects(tarOf(write({ a: '', l: { link } }), stackato), {
        outcome: 'BadInput',
        message: /The link l points to .*outside/,
      }));
  it('may have links inside', async () =>
    assert.deepEqual(await names(write({ 'a/b': '', 'a/l': { link: '../a/b' } }), stackato), [
      'a/',
      'a/b',
      'a/l -> ../a/b',
    ]));
  it('may be a single file, and an .ear stays one', async () => {
    assert.deepEqual(await names(join(write({ 'app.pl': 'x' }), 'app.pl'), stackato), ['app.pl']);
  });
});
