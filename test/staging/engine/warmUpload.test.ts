// A second staging of an app sends only what changed, and stages what is there, not what was.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEngine } from '../../../client/src/staging/findEngine';
import type { Engine } from '../../../client/src/staging/engines/engine';
import { simple } from '../support/buildpacks';
import { temporaryFolder } from '../support/files';
import { stageApp } from '../support/stageApp';
import type { Given } from '../support/stageApp';

const files = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`d${i % 10}/f${i}.txt`, `file ${i}\n`]));
const buildpack = simple({
  compile:
    'ls -ld /var/cache/cf-staging-app; touch /var/cache/cf-staging-app/app/planted 2>&1; echo edited >>"$1/d0/f0.txt"',
});

describe('a warm upload', () => {
  let engine: Engine;
  let home: string;
  let given: Given;
  const volumes = () =>
    execFileSync('docker', ['volume', 'ls', '-q'], { encoding: 'utf8' }).split('\n').filter(Boolean);
  let others: string[];
  before(async () => {
    engine = await findEngine({ engine: 'docker' });
    others = volumes();
  });
  after(async () => {
    await engine.settle();
    for (const volume of volumes().filter((name) => name.startsWith('cf-staging-app-') && !others.includes(name)))
      execFileSync('docker', ['volume', 'rm', volume]);
  });
  beforeEach(() => {
    home = temporaryFolder();
    given = { app: files, buildpacks: { a: buildpack }, order: ['a'], cache: join(home, 'cache') };
  });
  const stage = () => stageApp(engine, given, { home });
  const uploaded = (text: string) => /Uploaded .*/.exec(text)?.[0];

  it('sends everything once, then nothing, then what changed; both droplets of the same app are the same', async () => {
    const first = await stage();
    assert.match(uploaded(first.text)!, /^Uploaded 600 changed of 600 files/);
    const second = await stage();
    assert.match(uploaded(second.text)!, /^Uploaded 0 changed of 600 files/);
    assert.equal(second.result.sha256, first.result.sha256);
    writeFileSync(join(home, 'my-app/d3/f3.txt'), 'changed\n');
    writeFileSync(join(home, 'my-app/new.txt'), 'new\n');
    rmSync(join(home, 'my-app/d4/f4.txt'));
    rmSync(join(home, 'my-app/d5'), { recursive: true });
    writeFileSync(join(home, 'my-app/d5'), 'a file where a folder was\n');
    const third = await stage();
    assert.match(uploaded(third.text)!, /^Uploaded 3 changed of 541 files/);
    const droplet = await third.droplet();
    const text = (path: string) => droplet.get(path)?.text;
    assert.equal(text('app/d3/f3.txt'), 'changed\n');
    assert.equal(text('app/new.txt'), 'new\n');
    assert.equal(text('app/d5'), 'a file where a folder was\n');
    assert.equal(droplet.has('app/d4/f4.txt'), false);
    assert.equal(text('app/d0/f0.txt'), 'file 0\nedited\n', 'what a buildpack edits is never seen by the next staging');
  });

  it('is out of a buildpack’s reach', async () => {
    const { text } = await stage();
    assert.match(text, /^drwx------ .* root root .*cf-staging-app$/m);
    assert.match(text, /touch: .*Permission denied/);
  });

  it('is not waited for: two stagings at once both stage the whole app', async () => {
    await stage();
    const both = await Promise.all([
      stage(),
      stageApp(engine, { ...given, droplet: join(home, 'other.tgz') }, { home }),
    ]);
    assert.deepEqual(
      both.map(({ result }) => result.outcome),
      ['staged', 'staged'],
    );
    assert.equal(both[0].result.sha256, both[1].result.sha256);
  });

  it('copies modes, times, links and odd names as they are', async () => {
    given.app = {
      ...files,
      '-n': 'dash\n',
      'two\nlines': 'x\n',
      'd0/run': { mode: 0o750, content: '#!/bin/sh\n' },
      'd0/shut': { mode: 0o400, content: 'x' },
      'd0/link': { link: 'f0.txt' },
      'd0/broken': { link: '../nowhere' },
      'empty/': '',
    };
    const cold = await stageApp(engine, { ...given, cache: undefined }, { home });
    const warm = [await stage(), await stage()];
    assert.deepEqual(
      warm.map(({ result }) => result.sha256),
      [cold.result.sha256, cold.result.sha256],
    );
  });

  it('is not for an app with a file its owner may not read, which fails as on the platform', async () => {
    given.app = { ...files, 'd0/none': { mode: 0o000, content: 'x' } };
    const { text } = await stage();
    assert.match(uploaded(text)!, /^Uploaded 601 files/);
    assert.match(text, /Failed to copy compiled droplet/);
  });

  it('is not for small apps, which leave no volume behind', async () => {
    given.app = { 'one.txt': '' };
    assert.match(uploaded((await stage()).text)!, /^Uploaded 1 file /);
  });
});
