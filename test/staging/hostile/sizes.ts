// What is small here and enormous when it is copied or unpacked ends in a sentence, before a disk is full.
import assert from 'node:assert/strict';
import { closeSync, createWriteStream, mkdirSync, openSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Droplet } from '../../../client/src/staging/droplet/droplet';
import type { Engine } from '../../../client/src/staging/engines/engine';
import { linesOnly } from '../../../client/src/staging/report/progress';
import { looseFile, tarStream } from '../../../client/src/staging/files/tar';
import { fetchBuildpack } from '../../../client/src/staging/buildpacks/fetchBuildpack';
import { never } from '../../support/engines';
import { simple } from '../support/buildpacks';
import { cliStage } from '../support/cli';
import { temporaryFolder, writeFiles } from '../support/files';
import { stageApp } from '../support/stageApp';
import type { Staged } from '../support/stageApp';
import type { Cell } from './cell';
import { bombZip } from './bombZip';

const gigabyte = 2 ** 30;

/** A file of nothing but a hole. */
function hole(file: string, bytes: number): string {
  closeSync(openSync(file, 'w'));
  truncateSync(file, bytes);
  return file;
}

const compiled = (engine: Engine, compile: string, request: { cache?: string } = {}, home?: string): Promise<Staged> =>
  stageApp(engine, { buildpacks: { simple: simple({ compile }) }, order: ['simple'], request }, { home });

const messages = ({ problems }: Pick<Staged, 'problems'>) => problems.map(({ message }) => message).join('\n');

/** A tar of one file of zeros, packed as well as can be: a megabyte for a gigabyte. */
async function zeros(bytes: number): Promise<string> {
  const file = join(temporaryFolder('bomb'), 'droplet.tgz');
  const chunk = Buffer.alloc(2 ** 20);
  const open = () => Promise.resolve(Readable.from(Array<Buffer>(bytes / chunk.length).fill(chunk)));
  const entry = { ...looseFile('app/zeros', '', { mode: 0o644, uid: 0, gid: 0 }), content: { size: bytes, open } };
  await pipeline(tarStream([entry]), createGzip({ level: 9 }), createWriteStream(file));
  return file;
}

export const sizeCells: Cell[] = [
  {
    input: 'an app with a file of 40 GB that is all hole',
    holds: 'is refused before anything is copied',
    attempt: async () => {
      const app = writeFiles(temporaryFolder('app'), { 'run.sh': 'true' });
      hole(join(app, 'hole'), 40 * gigabyte);
      const run = await cliStage(app, [
        '--buildpack',
        writeFiles(temporaryFolder('bp'), { 'bin/compile': '#!/bin/sh' }),
      ]);
      assert.match(messages(run), /take 40(\.0)? GB, more than the 4(\.0)? GB of disk/);
      assert.ok(!run.log.includes('Uploaded'), run.log);
    },
  },
  {
    input: 'a buildpack that leaves a file of 40 GB in the app that is all hole',
    holds: 'is told before anything is packed',
    attempt: async (engine) => {
      const staged = await compiled(engine, 'truncate -s 40G $1/hole');
      assert.match(messages(staged), /The droplet takes 40(\.0)? GB unpacked, more than the 4(\.0)? GB of disk/);
    },
  },
  {
    input: 'a buildpack that leaves a file of 3 GB in its cache that is all hole',
    holds: 'the cache here stays small, and is good for the next staging',
    attempt: async (engine) => {
      const [cache, home] = [temporaryFolder('cache'), temporaryFolder()];
      const compile = 'stat -c "found %s" $2/hole 2>/dev/null; truncate -s 3G $2/hole';
      assert.equal((await compiled(engine, compile, { cache }, home)).result.outcome, 'staged');
      const [file] = readdirSync(cache).filter((name) => name.endsWith('.cache.tar'));
      assert.ok(statSync(join(cache, file!)).size < 2 ** 20);
      assert.match((await compiled(engine, compile, { cache }, home)).text, /found 3221225472/);
    },
  },
  {
    input: 'a buildpack that fills its cache with 5 GB',
    holds: 'the cache is not kept, which is said, and the app is staged',
    full: true,
    attempt: async (engine) => {
      const cache = temporaryFolder('cache');
      const { result, text } = await compiled(engine, 'fallocate -l 5G $2/much', { cache });
      assert.equal(result.outcome, 'staged');
      assert.match(text, /put into their cache is not kept: it takes 5(\.0)? GB, more than the 4(\.0)? GB/);
      assert.deepEqual(
        readdirSync(cache).filter((name) => name.endsWith('.cache.tar')),
        [],
      );
    },
  },
  {
    input: 'a cache of 100 GB that is all hole',
    holds: 'is not used, which is said',
    attempt: async (engine) => {
      const [cache, home] = [temporaryFolder('cache'), temporaryFolder()];
      await compiled(engine, 'true', { cache }, home);
      const [file] = readdirSync(cache).filter((name) => name.endsWith('.cache.tar'));
      hole(join(cache, file!), 100 * gigabyte);
      const { result, text } = await compiled(engine, 'true', { cache }, home);
      assert.equal(result.outcome, 'staged');
      assert.match(text, /cache is not used: .* takes 100(\.0)? GB/);
    },
  },
  {
    input: 'a droplet of a few megabytes that unpacks to 2 GB',
    holds: 'is refused when it is opened',
    full: true,
    attempt: async () => await assert.rejects(Droplet.open(await zeros(2 * gigabyte)), /250 times its size/),
  },
  {
    input: 'a zip of a few kilobytes that unpacks to 12 GB, as its parts overlap',
    holds: 'is refused before anything is unpacked',
    attempt: async () => {
      const ref = bombZip(join(temporaryFolder('bomb'), 'buildpack.zip'), 12 * gigabyte);
      mkdirSync(process.env.XDG_CACHE_HOME!, { recursive: true });
      const fetching = fetchBuildpack(
        { key: ref, ref },
        { installed: [], log: linesOnly(() => {}), signal: never, caFiles: [] },
      );
      await assert.rejects(fetching, /250 times its size/);
    },
  },
];
