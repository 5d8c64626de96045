// Images that are no stacks: each is told what it lacks, and what to do; what can be mended inside is.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { findEngine } from '../../../client/src/staging/findEngine';
import type { Engine } from '../../../client/src/staging/engines/engine';
import { advised, onCommandLine } from '../../../server/src/base/remedy';
import { stackImage } from '../../setup/stackImage';
import { simple } from '../support/buildpacks';
import { concurrentIt } from '../support/specify';
import { stageApp } from '../support/stageApp';
import * as tar from '../../support/tarball';

/** An ELF file for another processor; the engine looks no further. */
const foreign = Buffer.from('7f454c4602010100000000000000000002003e00'.replace('3e00', 'b700').padEnd(128, '0'), 'hex');

/** Made of a line for a Dockerfile on top of the stack, or of nothing but these files. */
const images: { says: string; made: string | Buffer; told: RegExp }[] = [
  {
    says: 'has a single program and no shell',
    made: tar.tarball(tar.file('./x', 'x')),
    told: /^Nothing can run in the image \S+: it has no shell \(\/bin\/sh\).* no stack\. Choose the image of a stack.*--image REF/,
  },
  {
    says: 'is for another processor',
    made: tar.tarball(tar.directory('./bin'), tar.file('./bin/sh', foreign, { mode: 0o755 })),
    told: /^Nothing can run in the image \S+: it is made for another kind of processor/,
  },
  {
    says: 'has a shell, but not bash',
    made: 'RUN rm /bin/bash',
    told: /^The image \S+ cannot stand in for a stack: it has no `bash`\. Choose the image of a stack/,
  },
  { says: 'lacks programs', made: 'RUN rm /bin/gzip /usr/bin/du', told: /stack: it has no `gzip` or `du`\./ },
  {
    says: 'has another tar',
    made: `RUN printf '#!/bin/sh\\necho "tar (busybox) 1.36"\\n' >/bin/tar`,
    told: /its tar is not that of GNU/,
  },
  {
    says: 'has a link for /tmp that leads nowhere',
    made: 'RUN rm -rf /tmp && ln -s /nowhere /tmp',
    told: /its \/tmp is a link to \/nowhere, where there is no folder/,
  },
  { says: 'has a /tmp for root alone', made: 'RUN chmod 755 /tmp', told: /not everybody may write to its \/tmp/ },
];

describe('an image that', () => {
  const it = concurrentIt();
  let engine: Engine;
  const made: string[] = [];
  before(async () => (engine = await findEngine({ engine: 'docker' })));
  after(async () => {
    await engine.settle();
    execFileSync('docker', ['rmi', ...made]);
  });

  function make(recipe: string | Buffer): string {
    const image = `cf-staging-no-stack:${process.pid}-${made.length}`;
    made.push(image);
    if (Buffer.isBuffer(recipe)) execFileSync('docker', ['import', '-', image], { input: recipe });
    else
      execFileSync('docker', ['build', '--quiet', '--tag', image, '-'], {
        input: `FROM ${stackImage}\n${recipe}\n`,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
    return image;
  }

  for (const { says, made: recipe, told } of images)
    it(says, async () => {
      const { problems, result } = await stageApp(engine, { buildpacks: { a: simple() }, image: make(recipe) });
      assert.equal(result.outcome, 'StagingError');
      assert.equal(problems.length, 1);
      assert.match(advised(problems[0]!, onCommandLine), told);
    });

  it('has another user of the name or number is put right', async () => {
    const image = make('RUN printf "vcap:x:1001:1001::/v:/bin/sh\\nother:x:2000:2000::/o:/bin/sh\\n" >>/etc/passwd');
    const compile = 'echo "I am $(id -un) at $(getent passwd vcap)"';
    const { text } = await stageApp(engine, { buildpacks: { a: simple({ compile }) }, image });
    assert.match(text, /I am vcap at vcap:x:2000:2000::\/home\/vcap:/);
  });
});
