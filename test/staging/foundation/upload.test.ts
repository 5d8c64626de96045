// A large app whose files the platform knows: what travels, and what it takes here.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import type { CloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import { cli } from '../support/cli';
import { temporaryFolder } from '../support/files';
import { stopped } from './support/stageOn';

const count = 20_000;
const size = 10 * 1024;
/** Every so many files is new to the platform. */
const newEvery = 200;
/** Megabytes that the staging may take beyond that of one file: the budget is for 2 GB. */
const mostMemory = 150;

/** Writes the app, and into the blobstore all of its files that are not new. */
function writeApp(foundation: CloudFoundry, folder: string): string {
  for (let i = 0; i < count; i++) {
    const below = join(folder, `d${i % 200}`);
    if (i < 200) mkdirSync(below, { recursive: true });
    const content = Buffer.alloc(size, `file ${i} `);
    const file = join(below, `f${i}.js`);
    writeFileSync(file, content);
    if (i % newEvery) linkSync(file, foundation.blobs.path(createHash('sha1').update(content).digest('hex')));
  }
  return folder;
}

describe(`an app of ${count} files that the platform knows`, () => {
  let foundation: CloudFoundry;
  let [small, large] = ['', ''];
  before(async function () {
    this.timeout(60_000);
    foundation = await startCloudFoundry({ builds: 'fast' });
    small = join(temporaryFolder(), 'small');
    mkdirSync(small);
    writeFileSync(join(small, 'index.html'), 'hello');
    large = writeApp(foundation, join(temporaryFolder(), 'large'));
  });
  after(async () => await stopped(foundation));

  /** Stages up to a build that fails at once; answers the log and the most memory that it took, in megabytes. */
  async function upload(folder: string): Promise<{ log: string; megabytes: number }> {
    foundation.builds.next({ fails: 'InsufficientResources' });
    let megabytes = 0;
    const { log, problems } = await cli(['stage', folder, '--engine', 'cloudfoundry', '--json'], {
      cwd: temporaryFolder(),
      env: { CF_HOME: foundation.cfHome },
      onOutput(_, { pid }) {
        const peak = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        if (peak) megabytes = Number(peak) / 1024;
      },
    });
    assert.match(problems[0]?.message ?? '', /No cell of the platform has room/);
    return { log, megabytes };
  }

  it('sends less than 1 % of its bytes, and stays within the budget of memory', async function () {
    this.timeout(120_000);
    const idle = await upload(small);
    const { log, megabytes } = await upload(large);
    assert.match(log, /Uploaded 100 of 20000 files/);
    const { bits, known } = foundation.uploads.at(-1)!;
    assert.equal(known, count - count / newEvery);
    assert.ok(bits < count * size * 0.01, `${bits} bytes`);
    const added = megabytes - idle.megabytes;
    assert.ok(added < mostMemory, `${Math.round(added)} MB`);
    console.log(`      ${bits} of ${count * size} bytes, ${Math.round(added)} MB`);
  });
});
