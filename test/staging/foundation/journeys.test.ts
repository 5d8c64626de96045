// Staging on a platform from end to end: what comes back is what staging here makes of the same app.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../../client/src/staging/engines/engine';
import { findEngine } from '../../../client/src/staging/findEngine';
import { startCloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import type { CloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import { relatedGuid } from '../../support/cloudFoundry/resources';
import type { Buildpack } from '../support/buildpacks';
import { modern, supplies, types, writeBuildpack } from '../support/buildpacks';
import { readDroplet } from '../support/droplet';
import { temporaryFolder } from '../support/files';
import type { Files } from '../support/files';
import { launch } from '../support/launch';
import { concurrentIt } from '../support/specify';
import { noneLeft } from '../support/leftovers';
import type { Given, Staged } from '../support/stageApp';
import { stageApp } from '../support/stageApp';
import { stageOn, stopped } from './support/stageOn';

const buildpacks: Record<string, Buildpack> = {
  tools_buildpack: supplies(
    'echo "-----> Supplying tools"; mkdir -p $3/$4/bin; echo tool > $3/$4/bin/tool; printf "name: tools\\nversion: 2.1\\n" > $3/$4/config.yml',
  ),
  site_buildpack: modern({
    detect: 'test -f $1/index.html && echo Site',
    supply: 'echo "-----> Supplying site"',
    finalize: 'echo "-----> Finalizing site"; tr a-z A-Z < $1/index.html > $1/out.html; echo "Reading $GREETING"',
    release: types({ web: 'cat out.html' }),
  }),
  slow_buildpack: { detect: 'exit 1' },
};

const app: Files = {
  'index.html': 'hello',
  'run.sh': '#!/bin/sh\necho run\n',
  'empty.txt': '',
  'sub/deep/file.txt': 'deep',
  'link.html': { link: 'index.html' },
  'Ünïcode näme.txt': 'ü',
};

/** An app for each: the platform stages one at a time of an app. */
const named = (name: string, more = '') => ({ manifest: `applications:\n- name: ${name}\n${more}` });

const install = (foundation: CloudFoundry, name: string, buildpack: Buildpack) =>
  foundation.install({ name, ref: writeBuildpack(join(temporaryFolder('installed'), name), buildpack) });

/** Path → what two droplets must have in common: everything but the times. */
async function contentsOf(file: string): Promise<Record<string, string>> {
  const entries = await readDroplet(file);
  return Object.fromEntries(
    [...entries].map(([path, { type, mode, link, text }]) => [path, `${type} ${mode.toString(8)} ${link} ${text}`]),
  );
}

describe('staging on a Cloud Foundry', () => {
  let foundation: CloudFoundry;
  let engine: Engine;
  const it = concurrentIt(3);
  before(async () => {
    foundation = await startCloudFoundry({
      services: [{ name: 'orders-db', offering: 'postgres', credentials: { uri: 'postgres://orders' } }],
      apps: [{ name: 'running' }],
    });
    for (const [name, buildpack] of Object.entries(buildpacks)) install(foundation, name, buildpack);
    engine = await findEngine({ engine: 'docker' });
  });
  after(async () => {
    await engine.settle();
    assert.deepEqual(foundation.leftovers(), ['apps running'], 'something is left on the foundation');
    await stopped(foundation);
    await noneLeft();
  });

  const both: [title: string, given: Given][] = [
    [
      'detected',
      { app, buildpacks: { slow_buildpack: buildpacks.slow_buildpack!, site_buildpack: buildpacks.site_buildpack! } },
    ],
    ['several buildpacks', { app, ...named('several'), buildpacks, order: ['tools_buildpack', 'site_buildpack'] }],
    [
      'a Procfile, variables and a manifest',
      {
        app: { ...app, Procfile: 'web: cat out.html\nworker: ./run.sh\n' },
        ...named('shop', '  env: { GREETING: hi }\n'),
        buildpacks,
        order: ['site_buildpack'],
      },
    ],
  ];
  for (const [title, given] of both)
    it(`gives the droplet that staging here gives: ${title}`, async () => {
      const home = temporaryFolder();
      const results = ['here', 'there'].map((name) => join(home, `${name}.json`));
      const here = await stageApp(engine, { ...given, result: results[0] });
      const there = await stageOn(foundation, { ...given, result: results[1] });
      assert.equal(there.result.outcome, 'staged', said(there));
      assert.equal(readFileSync(results[1]!, 'utf8'), readFileSync(results[0]!, 'utf8'), 'result.json');
      assert.deepEqual(await contentsOf(there.dropletFile), await contentsOf(here.dropletFile));
      const facts = ({ result: { detectedBuildpack, buildpacks, processes, startCommand } }: Staged) => ({
        detectedBuildpack,
        buildpacks,
        processes,
        startCommand,
      });
      assert.deepEqual(facts(there), facts(here));
      assert.match((await launch(engine, there.dropletFile)).stdout, /HELLO$/);
    });

  it('shows the log of the build in order, without doubles, in its phases', async () => {
    const noisy = 'for i in $(seq 1 60); do echo "line $i"; echo same; done';
    const finalize = `echo "-----> Finalizing noise"; ${noisy}`;
    install(foundation, 'noisy_buildpack', modern({ finalize }));
    const { text, phases, result } = await stageOn(foundation, { app, ...named('noisy'), order: ['noisy_buildpack'] });
    assert.equal(result.outcome, 'staged');
    const lines = text.split('\n').filter((line) => /^(line \d+|same)$/.test(line));
    assert.deepEqual(
      lines,
      Array.from({ length: 120 }, (_, index) => (index % 2 ? 'same' : `line ${index / 2 + 1}`)),
    );
    const done = phases.filter(({ state }) => state === 'done').map(({ phase }) => phase);
    for (const phase of ['upload', 'finalize', 'download'])
      assert.ok(done.includes(phase as never), `${phase} in ${done.join()}`);
  });

  it('leaves a running app and its droplet as they are', async () => {
    const running = foundation.store.apps.named('running')!;
    running.state = 'STARTED';
    const before = JSON.stringify(running);
    const { result } = await stageOn(foundation, {
      app,
      ...named('running', '  env: { GREETING: other }\n  services: [orders-db]\n'),
      order: ['site_buildpack'],
    });
    assert.equal(result.outcome, 'staged');
    assert.equal(JSON.stringify(running), before);
    assert.equal(relatedGuid(running, 'current_droplet'), undefined);
    assert.deepEqual(foundation.environments.get(running.guid), {});
    assert.equal(foundation.store.service_credential_bindings.related('app', running.guid).length, 0);
  });

  it('gives environment and services of the manifest to an app that it makes', async () => {
    const show = 'echo "$GREETING $VCAP_SERVICES" > $1/out.html';
    install(foundation, 'env_buildpack', modern({ finalize: show, release: types({ web: 'true' }) }));
    const staged = await stageOn(foundation, {
      app,
      ...named('fresh', '  env: { GREETING: hi }\n  services: [orders-db]\n'),
      order: ['env_buildpack'],
    });
    assert.equal(staged.result.outcome, 'staged', said(staged));
    assert.match((await staged.droplet()).get('app/out.html')!.text, /^hi .*postgres:\/\/orders/);
  });
});

const said = ({ problems, text }: Staged) => `${problems.map(({ message }) => message).join('\n')}\n${text}`;
