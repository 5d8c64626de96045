// Reading droplets: what is in them, what a file holds, and what is said of archives that are broken or mean harm.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { appendFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Droplet } from '../../../../client/src/staging/droplet/droplet';
import type { OpenOptions } from '../../../../client/src/staging/droplet/droplet';
import { hazards } from '../../../../client/src/staging/droplet/hazards';
import { closeDroplets, listDroplet, openDropletFile } from '../../../../client/src/staging/droplet/open';
import { temporaryFolder } from '../../../support/folder';
import * as tar from '../../../support/tarball';

const folder = temporaryFolder();

function save(content: Buffer, name = 'app.droplet.tgz'): string {
  const file = join(folder(), name);
  writeFileSync(file, content);
  return file;
}

async function withDroplet<T>(
  content: Buffer,
  use: (droplet: Droplet) => T | Promise<T>,
  options?: OpenOptions,
): Promise<T> {
  const droplet = await Droplet.open(save(content), options);
  try {
    return await use(droplet);
  } finally {
    await droplet.close();
  }
}

/** `file app/a 3`, `link app/b -> a`, in the order of the archive. */
const listed = (droplet: Droplet) =>
  [...droplet.entries.values()].map(({ type, path, size, target, outside }) =>
    [outside ? 'outside' : type, path, type === 'file' ? size : '', target === undefined ? '' : `-> ${target}`]
      .join(' ')
      .trim()
      .replace(/  +/g, ' '),
  );

describe('the entries of a droplet', () => {
  const cases: { title: string; archive: Buffer[]; expected: string[] }[] = [
    {
      title: 'with ./ in front, as the platform packs them',
      archive: [
        tar.directory('.'),
        tar.directory('./app'),
        tar.file('./app/server.js', 'code'),
        tar.link('./app/bin', '../deps'),
      ],
      expected: ['directory .', 'directory app', 'file app/server.js 4', 'link app/bin -> ../deps'],
    },
    {
      title: 'without ./',
      archive: [tar.directory('app'), tar.file('app/server.js', 'code')],
      expected: ['directory app', 'file app/server.js 4'],
    },
    {
      title: 'with odd but harmless spelling',
      archive: [tar.file('.//app/./x//y', 'a'), tar.directory('././app/z/.')],
      expected: ['file app/x/y 1', 'directory app/z'],
    },
    {
      title: 'with a prefix of ustar',
      archive: [tar.file('name.js', 'abc', { prefix: `app/${'long/'.repeat(20)}dir` })],
      expected: [`file app/${'long/'.repeat(20)}dir/name.js 3`],
    },
    {
      title: 'with long names and link targets of GNU tar',
      archive: [
        tar.longName(`./app/${'n'.repeat(300)}`),
        tar.longName(`../${'t'.repeat(300)}`, 'K'),
        tar.entry({ name: 'cut', type: '2', linkname: 'cut', magic: 'gnu' }),
        tar.file('app/next', 'x', { magic: 'gnu' }),
      ],
      expected: [`link app/${'n'.repeat(300)} -> ../${'t'.repeat(300)}`, 'file app/next 1'],
    },
    {
      title: 'with pax headers, which end with their entry',
      archive: [
        tar.pax({ path: `app/${'ü'.repeat(200)}\nx`, size: '5' }),
        tar.file('app/short', 'hello', { size: 0 }),
        tar.pax({ linkpath: 'a=b c' }),
        tar.link('app/l', 'x'),
        tar.file('app/plain', 'y'),
      ],
      expected: [`file app/${'ü'.repeat(200)}\nx 5`, 'link app/l -> a=b c', 'file app/plain 1'],
    },
    {
      title: 'with a global pax header, which cannot name or measure entries',
      archive: [tar.pax({ comment: 'commit id', path: 'evil', size: '0' }, 'g'), tar.file('app/a', 'abc')],
      expected: ['file app/a 3'],
    },
    {
      title: 'of every type',
      archive: [
        tar.file('f', 'abc', { type: '7' }),
        tar.file('old', 'ab', { type: '\0' }),
        tar.file('old-folder/', '', { type: '\0' }),
        tar.hardLink('same', './f'),
        tar.entry({ name: 'pipe', type: '6' }),
        tar.entry({ name: 'tty', type: '3' }),
        tar.entry({ name: 'disk', type: '4' }),
        tar.entry({ name: 'private', type: 'Z', content: 'skipped' }),
        tar.entry({ name: 'label of the volume', type: 'V' }),
        tar.file('last', 'x'),
      ],
      expected: [
        'file f 3',
        'file old 2',
        'directory old-folder',
        'file same 3',
        'fifo pipe',
        'character device tty',
        'block device disk',
        'other private',
        'file last 1',
      ],
    },
    {
      title: 'that would leave the droplet stay as they are written',
      archive: [
        tar.file('../../etc/passwd', 'a'),
        tar.file('/etc/shadow', 'b'),
        tar.file('app/../../x', 'c'),
        tar.file('app/..y', 'd'),
      ],
      expected: ['outside ../../etc/passwd 1', 'outside /etc/shadow 1', 'outside app/../../x 1', 'file app/..y 1'],
    },
    {
      title: 'of one name: the last one counts, as when it is unpacked',
      archive: [tar.file('app/a', 'first'), tar.file('./app/a', 'second!')],
      expected: ['file app/a 7'],
    },
    {
      title: 'that say they have a body but cannot',
      archive: [
        tar.directory('app', { size: 512 }),
        tar.entry({ name: 'l', type: '2', linkname: 'x', size: 700 }),
        tar.file('a', 'b'),
      ],
      expected: ['directory app', 'link l -> x', 'file a 1'],
    },
  ];
  for (const { title, archive, expected } of cases)
    it(title, () => withDroplet(tar.tarball(...archive), (droplet) => assert.deepEqual(listed(droplet), expected)));

  it('keep their modes and times', async () => {
    const archive = tar.tarball(
      tar.file('a', '', { mode: 0o104755, mtime: 1_700_000_000 }),
      tar.pax({ mtime: '1700000000.25' }),
      tar.file('b', ''),
    );
    await withDroplet(archive, ({ entries }) => {
      assert.deepEqual([entries.get('a')!.mode, entries.get('a')!.mtime], [0o4755, 1_700_000_000_000]);
      assert.equal(entries.get('b')!.mtime, 1_700_000_000_250);
    });
  });

  it('may be in a tar that is not compressed', () =>
    withDroplet(gunzipSync(tar.tarball(tar.file('app/a', 'x'))), (droplet) =>
      assert.deepEqual(listed(droplet), ['file app/a 1']),
    ));

  it('may have names that are no UTF-8, which stay different', () => {
    const name = (byte: number) => tar.entry({ name: 'x', content: 'a' }, (header) => (header[0] = byte));
    return withDroplet(tar.tarball(name(0xe4), name(0xf6)), ({ entries }) =>
      assert.deepEqual([...entries.keys()], ['ä', 'ö']),
    );
  });

  it('may be large: sizes beyond octal digits', () => {
    const huge = tar.entry({ name: 'huge' }, (header) => {
      header.fill(0, 124, 136);
      header[124] = 0x80;
      header.writeBigUInt64BE(20n * 1024n ** 3n, 128);
    });
    return assert.rejects(
      withDroplet(tar.tarball(huge), () => {}),
      /is cut off/,
    ); // and not read as something else
  });
});

describe('droplets that real tar made', () => {
  const long = 'deep/'.repeat(30);
  for (const format of ['v7', 'oldgnu', 'gnu', 'ustar', 'posix']) {
    it(`--format=${format}`, async function () {
      const tree = join(folder(), 'tree');
      mkdirSync(join(tree, 'app', 'empty'), { recursive: true });
      const inside = format === 'v7' ? 'app' : `app/${long}`;
      mkdirSync(join(tree, inside), { recursive: true });
      writeFileSync(join(tree, inside, 'content.txt'), 'content');
      writeFileSync(join(tree, 'app', 'grüße und ein Blank'), 'x'.repeat(100_000));
      symlinkSync('../nowhere', join(tree, 'app', 'dangling'));
      writeFileSync(join(tree, 'app', 'one.txt'), 'content');
      linkSync(join(tree, 'app', 'one.txt'), join(tree, 'app', 'twin.txt'));
      const file = join(folder(), 'real.tgz');
      execFileSync('tar', [`--format=${format}`, '-czf', file, '-C', tree, '.']);
      const names = execFileSync('tar', ['--quoting-style=literal', '-tzf', file], { encoding: 'utf8' })
        .trim()
        .split('\n');
      const droplet = await Droplet.open(file);
      try {
        const written = names.map((name) => name.replace(/^\.\//, '').replace(/\/$/, '') || '.');
        assert.deepEqual([...droplet.entries.keys()], written);
        assert.equal(await droplet.text('app/twin.txt'), 'content');
        assert.equal(droplet.entries.get('app/twin.txt')!.size, 7);
        assert.equal((await buffer(await droplet.read('app/grüße und ein Blank'))).length, 100_000);
      } finally {
        await droplet.close();
      }
    });
  }

  it('with holes are listed with their real sizes, but not read', async () => {
    const sparse = join(folder(), 'sparse');
    writeFileSync(sparse, 'start');
    truncateSync(sparse, 5_000_000);
    for (const format of ['gnu', 'posix']) {
      const file = join(folder(), `${format}.tgz`);
      writeFileSync(join(folder(), 'after'), 'after');
      execFileSync('tar', [`--format=${format}`, '--sparse', '-czf', file, '-C', folder(), 'sparse', 'after']);
      const droplet = await Droplet.open(file);
      assert.equal(droplet.entries.get('sparse')?.size, 5_000_000, format);
      await assert.rejects(droplet.read('sparse'), /stored with holes/);
      assert.equal(await droplet.text('after'), 'after');
      await droplet.close();
    }
  });
});

describe('a file of a droplet', () => {
  const content = Buffer.from(Array.from({ length: 700_000 }, (_, i) => i % 251));
  const archive = tar.tarball(
    tar.directory('app'),
    tar.file('app/first', 'first'),
    tar.file('app/large', content),
    tar.file('app/empty', ''),
    tar.link('app/to-first', 'first'),
    tar.link('app/here', '.'),
    tar.link('app/home', '/home/vcap/app/first'),
    tar.link('app/dangling', 'nothing'),
    tar.link('app/system', '/etc/passwd'),
    tar.link('app/climbs', '../../first'),
    tar.link('app/circle', 'circle'),
    tar.hardLink('app/twin', 'app/large'),
    tar.hardLink('app/orphan', 'app/nothing'),
    tar.entry({ name: 'app/pipe', type: '6' }),
    tar.file('last', 'last'),
  );
  const ways: { title: string; options?: OpenOptions }[] = [
    { title: 'from the temporary copy' },
    { title: 'without a temporary copy', options: { spool: 0 } },
    { title: 'when there is no room for a temporary copy', options: { spool: 100_000 } },
  ];
  for (const { title, options } of ways)
    it(title, () =>
      withDroplet(
        archive,
        async (droplet) => {
          assert.equal(await text(await droplet.read('app/first')), 'first');
          assert.deepEqual(await buffer(await droplet.read('app/large')), content);
          assert.deepEqual(await buffer(await droplet.read('app/twin')), content);
          assert.equal(await text(await droplet.read('app/empty')), '');
          assert.equal(await text(await droplet.read('last')), 'last');
          const [one, other] = await Promise.all([droplet.read('app/large'), droplet.read('app/first')]);
          assert.deepEqual([await buffer(one), await text(other)], [content, Buffer.from('first').toString()]);
        },
        options,
      ),
    );

  for (const path of ['/app/first', './app/../app/first', 'app/to-first', 'app/here/here/to-first', 'app/home'])
    it(`is found as ${path}`, () =>
      withDroplet(archive, async (droplet) => assert.equal(await droplet.text(path), 'first')));

  for (const [path, message] of [
    ['app', /it is a directory/],
    ['app/nothing', /it does not exist/],
    ['app/dangling', /it does not exist/],
    ['app/system', /it does not exist/],
    ['app/climbs', /it does not exist/],
    ['app/circle', /it does not exist/],
    ['../app/first', /it does not exist/],
    ['app/pipe', /it is a fifo/],
    ['app/orphan', /a hard link to app\/nothing, which is not in the droplet/],
  ] as const)
    it(`cannot be opened: ${path}`, () =>
      withDroplet(archive, (droplet) => assert.rejects(droplet.read(path), message)));

  it('can be read to its end while the droplet is closed', async () => {
    const droplet = await Droplet.open(save(archive));
    const stream = await droplet.read('app/large');
    const closed = droplet.close();
    assert.deepEqual(await buffer(stream), content);
    await closed;
  });

  it('leaves no temporary file behind, not even while the droplet is open', async () => {
    const before = process.env.TMPDIR;
    const place = join(folder(), 'tmp');
    mkdirSync(place);
    process.env.TMPDIR = place;
    try {
      await withDroplet(archive, async (droplet) => {
        assert.deepEqual(readdirSync(place), []);
        assert.equal(await droplet.text('last'), 'last');
      });
      assert.deepEqual(readdirSync(place), []);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
});

describe('an archive that is no droplet, or not a whole one', () => {
  const whole = tar.tarball(
    tar.directory('app'),
    tar.file('app/a', 'x'.repeat(5000)),
    tar.file('app/b', 'y'.repeat(5000)),
  );
  const plain = gunzipSync(whole);
  const spoilt = (at: number) => {
    const data = Buffer.from(plain);
    data[at]! ^= 0xff;
    return gzipSync(data);
  };
  const cases: [title: string, content: Buffer, message: RegExp][] = [
    ['empty', Buffer.alloc(0), /app\.droplet\.tgz is empty\. A droplet is a gzipped tar\. Stage the app again/],
    ['an empty archive', gzipSync(Buffer.alloc(0)), /is empty/],
    ['text', Buffer.from('hello'.repeat(1000)), /is no tar archive/],
    ['compressed text', gzipSync('hello'), /is no tar archive/],
    ['a zip', Buffer.from('PK\x03\x04 and more'), /is a zip archive/],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0]), /is compressed with xz/],
    [
      'cut off while compressed',
      whole.subarray(0, whole.length - 20),
      /is cut off: its compressed data ends too early/,
    ],
    ['cut off in a file', gzipSync(plain.subarray(0, 3000)), /is cut off, after entry 2, "app\/a"/],
    ['cut off in a header', gzipSync(plain.subarray(0, 700)), /is cut off, after entry 1, "app"/],
    ['cut off after a long name', gzipSync(tar.longName('x'.repeat(200))), /is no tar archive/],
    [
      'damaged compression',
      Buffer.concat([whole.subarray(0, 40), Buffer.alloc(40, 0x55), whole.subarray(80)]),
      /is damaged|is cut off/,
    ],
    ['a damaged header', spoilt(512 + 5), /is damaged, after entry 1, "app"/],
    [
      'a size that is no number',
      tar.tarball(tar.file('a', ''), tar.entry({ name: 'b', size: 'many' })),
      /is damaged, after entry 1, "a"/,
    ],
    ['a negative size', tar.tarball(tar.pax({ size: '-512' }), tar.file('a', '')), /is damaged, in its first entry/],
    [
      'a pax header that lies',
      tar.tarball(tar.entry({ name: 'x', type: 'x', content: '99 path=a\n' }), tar.file('a')),
      /is damaged/,
    ],
    [
      'a name without end',
      tar.tarball(tar.entry({ name: 'x', type: 'L', size: 5_000_000 })),
      /has a name of 5000000 bytes/,
    ],
  ];
  for (const [title, content, message] of cases)
    it(title, () =>
      assert.rejects(
        withDroplet(content, () => {}),
        message,
      ),
    );

  it('missing', () =>
    assert.rejects(Droplet.open(join(folder(), 'gone.tgz')), /gone\.tgz does not exist\. .*Stage the app again/));
  it('a folder', () => assert.rejects(Droplet.open(folder()), /is a folder/));

  it('without the two empty blocks at the end it is whole all the same', () =>
    withDroplet(gzipSync(tar.file('app/a', 'x')), (droplet) => assert.deepEqual(listed(droplet), ['file app/a 1'])));
});

describe('an archive made to exhaust its reader', () => {
  const zeros = tar.tarball(tar.file('zeros', Buffer.alloc(3_000_000)));
  const many = tar.tarball(...Array.from({ length: 50 }, (_, i) => tar.file(`app/${i}`)));
  it('too many entries', () =>
    assert.rejects(
      withDroplet(many, () => {}, { limits: { entries: 49 } }),
      /has more than 49 entries/,
    ));
  it('too long names', () =>
    assert.rejects(
      withDroplet(many, () => {}, { limits: { names: 100 } }),
      /names of an absurd length/,
    ));
  it('too large', () =>
    assert.rejects(
      withDroplet(zeros, () => {}, { limits: { size: 1024 * 1024 } }),
      /unpacks to more than 1 MB/,
    ));
  it('too well compressed', () =>
    assert.rejects(
      withDroplet(zeros, () => {}, { limits: { ratioFrom: 1_000_000 } }),
      /more than 250 times its size/,
    ));
  it('a single well compressed file is none', () =>
    withDroplet(zeros, ({ entries }) => assert.equal(entries.get('zeros')!.size, 3_000_000)));
  it('what follows the end of the archive counts, too', () => {
    const padded = gzipSync(Buffer.concat([gunzipSync(zeros), Buffer.alloc(3_000_000)]));
    return assert.rejects(
      withDroplet(padded, () => {}, { limits: { size: 4_000_000 } }),
      /unpacks to more than 3\.8 MB/,
    );
  });

  it('reading can be cancelled', () => {
    const signal = AbortSignal.abort(new Error('enough'));
    return assert.rejects(
      withDroplet(zeros, () => {}, { signal }),
      /enough/,
    );
  });
});

describe('what to be careful with in a droplet', () => {
  const cases: [entries: Buffer[], found: string[]][] = [
    [[tar.file('app/a'), tar.link('app/b', 'a'), tar.link('app/home', '/home/vcap/app')], []],
    [[tar.file('../x')], ['outside ../x']],
    [[tar.file('/etc/x')], ['outside /etc/x']],
    [[tar.link('app/sh', '/bin/sh')], ['link app/sh']],
    [[tar.link('app/up', '../../x')], ['link app/up']],
    [
      [tar.link('app/etc', '/etc'), tar.file('app/etc/passwd', 'x')],
      ['link app/etc', 'through-link app/etc/passwd'],
    ],
    [[tar.entry({ name: 'dev/sda', type: '4' })], ['device dev/sda']],
    [[tar.file('app/su', 'x', { mode: 0o4755 })], ['setuid app/su']],
  ];
  for (const [entries, found] of cases)
    it(found.join(', ') || 'nothing', () =>
      withDroplet(tar.tarball(...entries), (droplet) =>
        assert.deepEqual(
          hazards(droplet.entries).map(({ kind, path }) => `${kind} ${path}`),
          found,
        ),
      ),
    );
});

describe('droplets that stay open', () => {
  afterEach(closeDroplets);

  it('are read anew when they were replaced', async () => {
    const file = save(tar.tarball(tar.file('app/a', 'old')));
    assert.equal(await text(await openDropletFile(file, 'app/a')), 'old');
    save(tar.tarball(tar.file('app/a', 'new'), tar.file('app/b', 'more')));
    assert.equal(await text(await openDropletFile(file, '/app/a')), 'new');
    assert.deepEqual(
      (await listDroplet(file)).map(({ path }) => path),
      ['app/a', 'app/b'],
    );
  });

  it('can be more than are kept', async () => {
    const files = Array.from({ length: 6 }, (_, i) => save(tar.tarball(tar.file('a', String(i))), `${i}.tgz`));
    for (const round of [1, 2])
      for (const [i, file] of files.entries())
        assert.equal(await text(await openDropletFile(file, 'a')), String(i), `round ${round}`);
  });

  it('are tried again after they could not be read', async () => {
    const content = tar.tarball(tar.file('a', 'x'));
    const file = save(content.subarray(0, content.length - 12));
    await assert.rejects(listDroplet(file), /cut off/);
    const { size } = await stat(file);
    await appendFile(file, content.subarray(size));
    assert.equal((await listDroplet(file)).length, 1);
  });
});
