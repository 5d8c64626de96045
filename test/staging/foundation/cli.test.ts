import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startCloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import type { CloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import { cli } from '../support/cli';
import { temporaryFolder, writeFiles } from '../support/files';

describe('the command line on a foundation', () => {
  let foundation: CloudFoundry;
  before(async () => {
    foundation = await startCloudFoundry({ builds: 'fast', pace: 5, buildpacks: [{ name: 'fast_buildpack' }] });
  });
  after(async () => await foundation.stop());

  const run = (args: string[], cwd?: string) => cli(args, { cwd, env: { CF_HOME: foundation.cfHome } });
  const manifest = 'applications:\n- name: one\n  memory: 1G\n- name: two\n  env: { API_TOKEN: secret-of-two }\n';

  it('stages all applications of a manifest, so many at a time', async () => {
    const folder = writeFiles(temporaryFolder(), { 'manifest.yml': manifest, 'index.html': 'hello' });
    const { code, results, stdout } = await run(
      ['stage', '.', '--engine', 'cloudfoundry', '--all', '--jobs', '2', '--json'],
      folder,
    );
    assert.equal(code, 0, stdout);
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['staged', 'staged'],
    );
    assert.ok(existsSync(join(folder, 'one.droplet.tgz')) && existsSync(join(folder, 'two.droplet.tgz')));
    assert.doesNotMatch(stdout, /secret-of-two/);
    assert.deepEqual(foundation.leftovers(), []);
  });

  it('tells what a push would change', async () => {
    const folder = writeFiles(temporaryFolder(), { 'manifest.yml': manifest });
    const { code, stdout, stderr } = await run(['diff', join(folder, 'manifest.yml')]);
    assert.equal(code, 1, stderr);
    assert.match(stdout, /^\+ {2}two {2}name: two$/m);
    assert.doesNotMatch(stdout, /secret-of-two/);
  });

  it('tells who is logged in, where, and with which roles', async () => {
    const { code, stdout } = await run(['doctor', '--engine', 'cloudfoundry']);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /✓ API +http/);
    assert.match(stdout, /✓ Space +development/);
    assert.match(stdout, /✓ User +developer@example\.com/);
    assert.match(stdout, /✓ Roles +.*space_developer/);
  });

  it('asks to log in', async () => {
    const { code, stdout } = await cli(['doctor', '--engine', 'cloudfoundry'], { env: { CF_HOME: temporaryFolder() } });
    assert.equal(code, 3);
    assert.match(stdout, /✗ Platform +You are not logged in.*cf login -a API/);
  });
});
