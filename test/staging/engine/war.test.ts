// `path: app.war`, as `push -p app.war` does it: exploded, detected, served by Tomcat from its droplet.
import assert from 'node:assert/strict';
import { createWriteStream, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { chooseApplications } from '../../../client/src/staging/cli/manifest';
import { findEngine } from '../../../client/src/staging/findEngine';
import { requestFor } from '../../../client/src/staging/requestFor';
import { runDroplet } from '../../../client/src/staging/run/run';
import { stage } from '../../../client/src/staging/stage/stage';
import { root } from '../../setup/machine';
import { ensureJavaImage } from '../../setup/stackImage';
import { never } from '../support/stageApp';

const fixture = join(root, 'test/fixtures/war');
const buildpack = join(root, 'test/fixtures/workspace/buildpacks/tomcat');

describe('a WAR, with the Java of the stack image', function () {
  this.timeout(300_000);
  let image: string;
  let folder: string;
  before(async () => {
    image = await ensureJavaImage();
    folder = mkdtempSync(join(tmpdir(), 'war-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is detected, staged and served by Tomcat from its droplet', async () => {
    await zip(fixture, join(folder, 'shop.war'));
    writeFileSync(join(folder, 'manifest.yml'), 'applications:\n- name: shop\n  path: shop.war\n  memory: 512M\n');
    const engine = await findEngine({ engine: 'docker' });
    const { applications, platform, manifest } = chooseApplications({ folder, all: false }, {});
    const droplet = join(folder, 'shop.droplet.tgz');
    const installed = [{ name: 'tomcat', ref: buildpack }];
    const request = requestFor(applications[0]!, { platform, manifest, image, installed, droplet });
    const result = await stage(request, engine, () => {}, never);
    assert.equal(result.outcome, 'staged');
    assert.equal(result.detectedBuildpack, 'Tomcat');

    const stop = new AbortController();
    let page: Promise<string> | undefined;
    const status = await runDroplet(
      {
        droplet,
        engine,
        image,
        onOutput: () => {},
        onListening: (url) => {
          page = fetch(url).then((response) => response.text());
          void page.finally(() => stop.abort()).catch(() => {});
        },
      },
      stop.signal,
    );
    assert.equal(await page, 'Six times seven is 42.\n');
    assert.equal(status, 143, 'Tomcat ends by SIGTERM within the grace period');
    await engine.settle();
  });
});

async function zip(from: string, to: string): Promise<void> {
  const archive = new ZipFile();
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' }).sort())
    if (/\.\w+$/.test(name)) archive.addFile(join(from, name), name);
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(to));
}
