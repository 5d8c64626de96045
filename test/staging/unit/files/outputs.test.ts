// Files a staging leaves: all new and whole, or as they were.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { cacheFile } from '../../../../client/src/staging/lifecycle/buildCache';
import {
  dropletsIn,
  prepareOutputs,
  text,
  writeBeside,
  writeTogether,
} from '../../../../client/src/staging/files/outputs';
import type { StageRequest } from '../../../../client/src/staging/report/request';
import { saying } from '../../../support/advice';

describe('outputs', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'outputs-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('appear together, in folders that are made', async () => {
    await writeTogether({ [join(folder, 'a')]: text('1'), [join(folder, 'sub/b')]: text('2') });
    assert.deepEqual([read('a'), read('sub/b')], ['1', '2']);
    assert.deepEqual(readdirSync(folder), ['a', 'sub']);
  });

  it('stay as they were when one of them fails, and nothing half-written is left', async () => {
    writeFileSync(join(folder, 'a'), 'old');
    const failing = async (partial: string) => {
      writeFileSync(partial, 'half');
      throw new Error('disk full');
    };
    await assert.rejects(
      writeTogether({ [join(folder, 'a')]: text('new'), [join(folder, 'b')]: failing }),
      /disk full/,
    );
    assert.deepEqual(readdirSync(folder), ['a']);
    assert.equal(read('a'), 'old');
  });

  it('remove what a killed process of this machine left, and nothing else', async () => {
    const dead = spawnSync('true').pid;
    let machine = '';
    await writeBeside(join(folder, 'a'), async (partial) => {
      machine = partial.split('-').at(-2)!;
      await text('old')(partial);
    });
    const left = {
      gone: `a.partial-${dead}-${machine}-x`,
      running: `a.partial-${process.ppid}-${machine}-x`,
      elsewhere: `a.partial-${dead}-0a1b2c-x`,
      other: `b.partial-${dead}-${machine}-x`,
    };
    for (const name of Object.values(left)) writeFileSync(join(folder, name), 'half');
    await writeBeside(join(folder, 'a'), text('new'));
    assert.deepEqual(readdirSync(folder).sort(), ['a', left.running, left.elsewhere, left.other].sort());
  });

  it('droplets in an app’s folder are known by their names', () => {
    for (const name of ['x.droplet.tgz', 'x.droplet.tgz.partial-1-a', 'x.tgz', 'droplet.txt'])
      writeFileSync(join(folder, name), '');
    assert.deepEqual(dropletsIn(folder).sort(), [
      join(folder, 'x.droplet.tgz'),
      join(folder, 'x.droplet.tgz.partial-1-a'),
    ]);
    assert.deepEqual(dropletsIn(join(folder, 'x.tgz')), []);
  });
});

describe('the places a staging writes to', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'outputs-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const prepare = (droplet: string) => prepareOutputs({ droplet } as StageRequest);

  it('are made with their parents', async () => {
    await prepare(join(folder, 'a/b/c.tgz'));
    assert.ok(existsSync(join(folder, 'a/b')));
  });

  it('are refused below a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await assert.rejects(prepare(join(folder, 'file/x/c.tgz')), saying(/cannot be written.*--droplet FILE/));
    await assert.rejects(prepare(join(folder, 'file/c.tgz')), /that is a file/);
  });

  it('are files and no folders', async () => {
    await assert.rejects(prepare(folder), saying(/that is a folder\. Name a file in it \(--droplet FILE\)/));
  });

  it('are never devices, which a rename would replace', async () =>
    assert.rejects(prepare('/dev/null'), saying(/that is a device\. Name an ordinary file \(--droplet FILE\)/)));

  it('are refused when their name is too long', async () =>
    assert.rejects(prepare(join(folder, `${'n'.repeat(240)}.tgz`)), saying(/name is too long.*--droplet FILE/)));

  it('for the cache of an app have a name that any file system takes', () => {
    const name = cacheFile(folder, '\u00fc'.repeat(300), 'cflinuxfs4');
    assert.ok(basename(name).length < 200, name);
    assert.notEqual(name, cacheFile(folder, '\u00fc'.repeat(301), 'cflinuxfs4'));
    assert.equal(basename(cacheFile(folder, '../a', 'b')), '..%2Fa@b.cache.tar');
  });

  if (process.platform === 'linux')
    it('are refused where nothing can be made, in finite time', async () =>
      assert.rejects(prepare('/proc/nowhere/c.tgz'), /cannot be written/));
});
