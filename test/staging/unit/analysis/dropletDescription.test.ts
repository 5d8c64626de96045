// What a droplet is, told by its label or by the files in it; and its entries packed anew for an image.
import assert from 'node:assert/strict';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { describeDroplet } from '../../../../client/src/staging/analysis/dropletDescription';
import { Droplet } from '../../../../client/src/staging/droplet/droplet';
import { labelled } from '../../../../client/src/staging/formats/label';
import type { DropletLabel } from '../../../../client/src/staging/formats/label';
import { dropletEntries } from '../../../../client/src/staging/droplet/repack';
import { platforms } from '../../../../client/src/staging/platforms';
import { tarSize, tarStream } from '../../../../client/src/staging/files/tar';
import { temporaryFolder } from '../../../support/folder';
import * as tar from '../../../support/tarball';

const folder = temporaryFolder();

async function opened<T>(content: Buffer, use: (droplet: Droplet) => Promise<T>, label?: DropletLabel): Promise<T> {
  const file = join(folder(), 'app.tgz');
  if (label) await pipeline(Readable.from([content]), labelled(label), createWriteStream(file));
  else writeFileSync(file, content);
  const droplet = await Droplet.open(file);
  try {
    return await use(droplet);
  } finally {
    await droplet.close();
  }
}

const describe_ = (content: Buffer, label?: DropletLabel) => opened(content, describeDroplet, label);
const commands = (processes: { type: string; command: string }[]) =>
  processes.map(({ type, command }) => `${type}: ${command}`);

describe('the description of a droplet', () => {
  it('of others comes from staging_info.yml, launch.yml, config.yml and the Procfile, in the order of the platform', async () => {
    const about = await describe_(
      tar.tarball(
        tar.file('./app/Procfile', 'worker: from the Procfile\n'),
        tar.file('./deps/0/config.yml', 'name: ruby\nversion: 1.2.3\n'),
        tar.file(
          './deps/0/launch.yml',
          'processes:\n- {type: worker, command: supplied}\n- {type: clock, command: tick}\n',
        ),
        tar.file('./deps/1/config.yml', 'name: go\n'),
        tar.file(
          './deps/1/launch.yml',
          'processes:\n- type: proxy\n  command: envoy\n  platforms: {cloudfoundry: {sidecar_for: [web]}}\n',
        ),
        tar.file(
          './staging_info.yml',
          '{"detected_buildpack":"go","start_command":"bin/go","config":{"entrypoint_prefix":"wrap"}}',
        ),
      ),
    );
    assert.deepEqual(commands(about.processes), ['worker: from the Procfile', 'clock: tick', 'web: bin/go']);
    assert.deepEqual(about.sidecars, [{ name: 'proxy', process_types: ['web'], command: 'envoy' }]);
    assert.deepEqual(
      about.buildpacks.map(({ name, version }) => [name, version]),
      [
        ['ruby', '1.2.3'],
        ['go', undefined],
      ],
    );
    assert.deepEqual([about.startCommand, about.entrypointPrefix, about.detectedBuildpack], ['bin/go', 'wrap', 'go']);
    assert.deepEqual(about.stagingInfo, {
      detected_buildpack: 'go',
      start_command: 'bin/go',
      config: { entrypoint_prefix: 'wrap' },
    });
    assert.equal(about.platform, undefined);
  });

  it('of ours comes from the label', async () => {
    const buildpacks = [{ key: 'k', name: 'node', version: '2' }];
    const about = await describe_(tar.tarball(tar.file('app/Procfile', 'web: other')), {
      application: 'shop',
      platform: 'stackato',
      stack: 'alsek',
      result: {
        lifecycle_metadata: { detected_buildpack: 'node', buildpacks },
        process_types: { web: 'node .' },
        processes: [{ type: 'web', command: 'node .' }],
        execution_metadata: '',
        lifecycle_type: 'buildpack',
      },
    });
    assert.deepEqual([about.application, about.platform, about.stack], ['shop', 'stackato', 'alsek']);
    assert.deepEqual(commands(about.processes), ['web: node .']);
    assert.deepEqual(about.buildpacks, buildpacks);
  });

  it('tells what takes the space, the largest folder first and shared content once', async () => {
    const about = await describe_(
      tar.tarball(
        tar.directory('.'),
        tar.directory('app'),
        tar.file('app/a', 'x'.repeat(10)),
        tar.hardLink('app/b', 'app/a'),
        tar.file('deps/0/big', 'x'.repeat(1000)),
        tar.file('staging_info.yml', '{}'),
      ),
    );
    assert.deepEqual(about.folders, [
      { path: 'deps', size: 1000, entries: 1 },
      { path: 'app', size: 10, entries: 3 },
      { path: 'staging_info.yml', size: 2, entries: 1 },
    ]);
    assert.deepEqual([about.unpackedSize, about.entries], [1012, 6]);
  });

  it('says which files cannot be understood, and goes on', async () => {
    const about = await describe_(
      tar.tarball(
        tar.file('app/Procfile', 'web:cmd'),
        tar.file('staging_info.yml', 'a: [b'),
        tar.file('deps/0/launch.yml', 'processes: [{type: task, command: run}]'),
      ),
    );
    assert.deepEqual(commands(about.processes), ['task: run']);
    assert.deepEqual(
      about.notes.map((note) => note.split(':')[0]),
      ['staging_info.yml', 'app/Procfile'],
    );
  });

  it('of an app without anything is empty, not wrong', async () => {
    const about = await describe_(tar.tarball(tar.directory('app')));
    assert.deepEqual(
      [about.processes, about.startCommand, about.stagingInfo, about.notes, about.hazards],
      [[], undefined, undefined, [], []],
    );
  });
});

describe('a droplet packed anew for an image', () => {
  const { user } = platforms.cloudfoundry;
  const repacked = (content: Buffer) =>
    opened(content, async (droplet) => {
      const left: string[] = [];
      const entries = dropletEntries(droplet, user, (line) => left.push(line));
      const packed = await buffer(tarStream(entries));
      assert.equal(packed.length, tarSize(entries));
      const file = join(folder(), 'packed.tar');
      writeFileSync(file, packed);
      return { left, droplet: await Droplet.open(file) };
    });

  it('has everything in the home of the user, who owns it', async () => {
    const long = `app/${'n'.repeat(200)}`;
    const { droplet } = await repacked(
      tar.tarball(
        tar.directory('.', { mode: 0o700 }),
        tar.file('./app/run', 'content', { mode: 0o755, uid: 501, mtime: 1_700_000_000 }),
        tar.hardLink('./app/twin', './app/run'),
        tar.link('./app/up', '../deps'),
        tar.longName(long),
        tar.file('cut', 'long'),
      ),
    );
    const entries = [...droplet.entries.values()];
    assert.deepEqual(
      entries.map(({ path }) => path),
      ['', '/app', '/app/run', '/app/twin', '/app/up', `/${long}`, '/logs', '/tmp'].map((path) => `home/vcap${path}`),
    );
    assert.ok(entries.every(({ uid, gid }) => uid === 2000 && gid === 2000));
    assert.equal(droplet.entries.get('home/vcap')!.mode, 0o755);
    const run = droplet.entries.get('home/vcap/app/run')!;
    assert.deepEqual([run.mode, run.mtime], [0o755, 1_700_000_000_000]);
    assert.equal(droplet.entries.get('home/vcap/app/up')!.target, '../deps');
    assert.equal(droplet.entries.get('home/vcap/app/twin')!.hardLink, 'home/vcap/app/run');
    assert.equal(await droplet.text('home/vcap/app/twin'), 'content');
    assert.equal(await droplet.text(`home/vcap/${long}`), 'long');
    await droplet.close();
  });

  it('leaves out what an image should not have, and says so', async () => {
    const { droplet, left } = await repacked(
      tar.tarball(
        tar.entry({ name: 'app/pipe', type: '6' }),
        tar.entry({ name: 'sda', type: '4' }),
        tar.hardLink('app/x', 'gone'),
      ),
    );
    assert.deepEqual(left, [
      'Left out: app/pipe (fifo)',
      'Left out: sda (block device)',
      'Left out: app/x (hard link to gone, which is not there)',
    ]);
    assert.deepEqual([...droplet.entries.keys()], ['home/vcap', 'home/vcap/app', 'home/vcap/logs', 'home/vcap/tmp']);
    await droplet.close();
  });

  for (const [title, ...entries] of [
    ['with ..', tar.file('../../etc/passwd', 'x')],
    ['with an absolute name', tar.file('/etc/passwd', 'x')],
    ['through a link', tar.link('app/etc', '/etc'), tar.file('app/etc/passwd', 'x')],
  ] as const)
    it(`is refused when something would land elsewhere: ${title}`, () =>
      assert.rejects(
        repacked(tar.tarball(...entries)),
        /cannot be unpacked: .*passwd would be unpacked (outside of|through)/,
      ));
});
