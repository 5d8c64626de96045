// The Cloud Foundry of the tests itself, asked as cf asks a real one: does it answer like the platform, and do its droplets run?
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import type { CloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import { openApiCheck } from '../../support/cloudFoundry/openApi';
import { kinds } from '../../support/cloudFoundry/resources';
import { samples } from '../../support/cloudFoundry/samples';
import { modern, types, writeBuildpack, writeZip } from '../support/buildpacks';
import { readDroplet } from '../support/droplet';
import { temporaryFolder } from '../support/files';
import type { Ask } from './support/client';
import { askerOf, settled } from './support/client';
import { stopped } from './support/stageOn';

const to = (guid: string | undefined) => ({ data: { guid } });
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

async function newApp(ask: Ask, foundation: CloudFoundry, name: string): Promise<string> {
  const space = foundation.store.spaces.all[0]!.guid;
  return (await ask('POST', '/v3/apps', { name, relationships: { space: to(space) } })).json.guid as string;
}

/** A package of these files; the guids of it and of its app. */
async function uploaded(ask: Ask, foundation: CloudFoundry, files: Record<string, string>) {
  const app = await newApp(ask, foundation, `app-${Object.keys(files).length}`);
  const { json } = await ask('POST', '/v3/packages', { type: 'bits', relationships: { app: to(app) } });
  const zip = await writeZip(join(temporaryFolder('double'), 'app.zip'), files);
  const form = new FormData();
  form.set('resources', '[]');
  form.set('bits', new Blob([readFileSync(zip)]), 'package.zip');
  const bits = json.guid as string;
  assert.equal((await ask('POST', `/v3/packages/${bits}/upload`, form)).json.state, 'PROCESSING_UPLOAD');
  assert.equal((await settled(ask, `/v3/packages/${bits}`)).state, 'READY');
  return { app, bits };
}

/** The log of an app from when all of `expected` has come: late, as log-cache is. */
async function linesWith(ask: Ask, foundation: CloudFoundry, app: string, expected: string[]): Promise<string[]> {
  const path = `${foundation.endpoints.logCache!.url}/api/v1/read/${app}?limit=1000&envelope_types=LOG`;
  for (const deadline = Date.now() + 5_000; ;) {
    const { batch } = (await ask('GET', path)).json.envelopes as { batch: { log: { payload: string } }[] };
    const lines = batch.map(({ log }) => Buffer.from(log.payload, 'base64').toString());
    if (expected.every((line) => lines.includes(line))) return lines;
    if (Date.now() > deadline) assert.fail(`${expected.join('\n')}\nnot all in\n${lines.join('\n')}`);
    await new Promise((later) => setTimeout(later, 20));
  }
}

describe('the Cloud Foundry of the tests', () => {
  before(function () {
    if (!openApiCheck()) console.log('skipped: the platform’s OpenAPI description is not there to check against');
  });

  it('tells what differs from the description by path and member', function () {
    const check = openApiCheck();
    if (!check) return this.skip();
    const exchange = { method: 'POST', path: '/v3/builds', query: '?colour=red', isFault: false };
    const body = { package: { guid: '00000000-0000-4000-8000-000000000000' }, staging_memory_in_mb: 'much' };
    const request = { headers: {}, bytes: 0, body };
    const found = check({ ...exchange, request, response: { status: 418, headers: {} } });
    assert.deepEqual(
      found.map((line) => line.replace(/ \{.*/, '')),
      [
        'POST /v3/builds request: the description has no query parameter colour',
        'POST /v3/builds request /staging_memory_in_mb must be integer',
        'POST /v3/builds answer: the description has no status 418',
      ],
    );
  });

  describe('with builds that stage', () => {
    let foundation: CloudFoundry;
    let ask: Ask;
    before(async () => {
      const scripts = {
        supply: 'echo "-----> Supplied"',
        finalize: 'echo ok > $1/made',
        release: types({ web: 'cat made' }),
      };
      const ref = writeBuildpack(join(temporaryFolder('double'), 'bp'), modern(scripts));
      const failing = writeBuildpack(
        join(temporaryFolder('double'), 'bp'),
        modern({ finalize: 'echo no >&2; exit 3' }),
      );
      const buildpacks = [
        { name: 'sample_buildpack', ref },
        { name: 'failing_buildpack', ref: failing },
      ];
      foundation = await startCloudFoundry({ buildpacks, pace: 1 });
      ask = askerOf(foundation);
    });
    after(async () => await stopped(foundation));

    it('makes a droplet that is what the buildpack made, and logs as the platform does', async () => {
      const { app, bits } = await uploaded(ask, foundation, { 'index.html': 'hello' });
      const lifecycle = { type: 'buildpack', data: { buildpacks: ['sample_buildpack'], stack: 'cflinuxfs4' } };
      const build = (await ask('POST', '/v3/builds', { package: { guid: bits }, lifecycle })).json;
      assert.equal(build.state, 'STAGING');
      const done = await settled(ask, `/v3/builds/${build.guid}`);
      assert.equal(done.state, 'STAGED', done.error as string);
      const droplet = (await ask('GET', `/v3/droplets/${done.droplet.guid}`)).json;
      assert.deepEqual(droplet.process_types, { web: 'cat made' });
      const { status, location } = await ask('GET', `/v3/droplets/${droplet.guid}/download`);
      assert.equal(status, 302);
      const content = Buffer.from(await (await fetch(location)).arrayBuffer());
      assert.equal(createHash('sha256').update(content).digest('hex'), droplet.checksum.value);
      const file = join(temporaryFolder('double'), 'droplet.tgz');
      writeFileSync(file, content);
      assert.ok([...(await readDroplet(file)).keys()].some((path) => path.endsWith('app/made')));
      const inOrder = ['Downloading app package...', '-----> Supplied', 'Exit status 0', 'Uploading complete'];
      const lines = await linesWith(ask, foundation, app, inOrder);
      assert.deepEqual([...new Set(lines.filter((line) => inOrder.includes(line)))], inOrder);
    });

    it('fails a build with the reason that the Cloud Controller makes of the builder’s exit status', async () => {
      const { app, bits } = await uploaded(ask, foundation, { 'a.txt': 'a', 'b.txt': 'b' });
      const lifecycle = { type: 'buildpack', data: { buildpacks: ['failing_buildpack'] } };
      const build = (await ask('POST', '/v3/builds', { package: { guid: bits }, lifecycle })).json;
      const done = await settled(ask, `/v3/builds/${build.guid}`);
      assert.deepEqual(
        [done.state, done.error, done.droplet],
        ['FAILED', 'BuildpackCompileFailed - App staging failed in the buildpack compile phase', null],
      );
      const failed = 'Failed to compile droplet: Failed to run finalize script: exit status 3';
      await linesWith(ask, foundation, app, ['no', failed, 'Exit status 223']);
    });
  });

  describe('without stager', () => {
    let foundation: CloudFoundry;
    let ask: Ask;
    let app: string;
    before(async () => {
      foundation = await startCloudFoundry({ ...samples, builds: 'fast', pace: 1 });
      ask = askerOf(foundation);
      app = await newApp(ask, foundation, 'shop');
    });
    after(async () => await stopped(foundation));

    it('shows every kind of resource as the description says, in lists, alone and below an app', async () => {
      for (const kind of kinds.filter((kind) => kind !== 'jobs')) {
        const [first] = (await ask('GET', `/v3/${kind}?per_page=2`)).json.resources as { guid: string }[];
        if (first) assert.equal((await ask('GET', `/v3/${kind}/${first.guid}`)).status, 200);
      }
      for (const path of ['env', 'environment_variables', 'processes', 'packages', 'droplets', 'builds', 'manifest'])
        assert.equal((await ask('GET', `/v3/apps/${app}/${path}`)).status, 200, path);
      for (const path of ['/', '/v3', '/v3/info', '/v3/spaces?include=organization'])
        assert.equal((await ask('GET', path)).status, 200, path);
    });

    it('knows files that it has once been given', async () => {
      await uploaded(ask, foundation, { 'index.html': 'hello' });
      const known = { checksum: { value: sha1('hello') }, size_in_bytes: 5, path: 'a', mode: '0644' };
      const foreign = { checksum: { value: sha1('other') }, size_in_bytes: 5, path: 'b', mode: '0644' };
      const { json } = await ask('POST', '/v3/resource_matches', { resources: [known, foreign] });
      assert.deepEqual(json.resources, [known]);
    });

    it('binds services, at once or by a job, and tells the app of them', async () => {
      for (const { guid, type } of foundation.store.service_instances.all) {
        const relationships = { app: to(app), service_instance: to(guid) };
        const { status, location } = await ask('POST', '/v3/service_credential_bindings', {
          type: 'app',
          relationships,
        });
        assert.equal(status, type === 'managed' ? 202 : 201);
        if (location) assert.equal((await settled(ask, location.slice(foundation.api.length))).state, 'COMPLETE');
      }
      const { json } = await ask('GET', `/v3/apps/${app}/env`);
      assert.deepEqual(Object.keys(json.system_env_json.VCAP_SERVICES as object).sort(), [
        'postgres',
        'redis',
        'user-provided',
      ]);
    });

    it('says what a manifest would change', async () => {
      const manifest = 'applications:\n- name: express\n  env: { GREETING: Hi, LANG: en }\n';
      const { guid } = foundation.store.spaces.all[0]!;
      const { json } = await ask('POST', `/v3/spaces/${guid}/manifest_diff`, manifest);
      const at = '/applications/0/env';
      assert.deepEqual(json.diff, [
        { op: 'replace', path: `${at}/GREETING`, was: 'Hello from the platform', value: 'Hi' },
        { op: 'add', path: `${at}/LANG`, value: 'en' },
      ]);
    });

    const space = () => ({ space: to(foundation.store.spaces.all[0]!.guid) });
    const buildpack = (data: object) => ({ lifecycle: { type: 'buildpack', data } });
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const refusals: [request: string, body: () => unknown, status: number, title: string, detail: RegExp][] = [
      [`GET /v3/apps/${nowhere}`, () => undefined, 404, 'CF-ResourceNotFound', /^App not found$/],
      ['GET /v3/apps?page=0', () => undefined, 400, 'CF-BadQueryParameter', /Page must be greater than 0/],
      [
        'POST /v3/apps',
        () => ({ name: 'shop', relationships: space() }),
        422,
        'CF-UniquenessError',
        /'shop' already exists/,
      ],
      [
        'POST /v3/apps',
        () => ({ name: 'a', colour: 'red', relationships: space() }),
        422,
        'CF-UnprocessableEntity',
        /^Unknown field\(s\): 'colour'$/,
      ],
      [
        'POST /v3/apps',
        () => ({ name: 'a', relationships: space(), ...buildpack({ buildpacks: ['nope'], stack: 'cflinuxfs4' }) }),
        422,
        'CF-UnprocessableEntity',
        /^Buildpack "nope" for stack "cflinuxfs4" must be an existing admin buildpack or a valid git URI$/,
      ],
      [
        'POST /v3/apps',
        () => ({ name: 'a', relationships: space(), ...buildpack({ stack: 'nope' }) }),
        422,
        'CF-UnprocessableEntity',
        /^Stack must be an existing stack$/,
      ],
      [
        'POST /v3/packages',
        () => ({ type: 'bits', relationships: { app: to(nowhere) } }),
        422,
        'CF-UnprocessableEntity',
        /^App is invalid/,
      ],
      [
        'POST /v3/builds',
        () => ({ package: { guid: nowhere } }),
        422,
        'CF-UnprocessableEntity',
        /^Unable to use package/,
      ],
      ['POST /v3/resource_matches', () => ({ resources: [] }), 422, 'CF-UnprocessableEntity', /at least 1 resource/],
    ];
    for (const [request, body, status, title, detail] of refusals)
      it(`refuses ${request} with ${status} ${title} ${detail.source}`, async () => {
        const [method, path] = request.split(' ') as [string, string];
        const answer = await ask(method, path, body());
        const [error] = answer.json.errors as { title: string; detail: string }[];
        assert.deepEqual([answer.status, error?.title], [status, title]);
        assert.match(error!.detail, detail);
      });

    it('lets no developer set the state of a build; deleting its app ends it', async () => {
      const made = await uploaded(ask, foundation, { a: 'a', b: 'b', c: 'c' });
      foundation.builds.next({ stuck: true });
      const { json: build } = await ask('POST', '/v3/builds', { package: { guid: made.bits } });
      const second = await ask('POST', '/v3/builds', { package: { guid: made.bits } });
      assert.equal(second.json.errors[0].title, 'CF-StagingInProgress');
      assert.equal((await ask('PATCH', `/v3/builds/${build.guid}`, { state: 'FAILED', error: 'no' })).status, 403);
      const { location } = await ask('DELETE', `/v3/apps/${made.app}`);
      assert.equal((await settled(ask, location.slice(foundation.api.length))).state, 'COMPLETE');
      assert.equal(foundation.builds.active, 0);
      assert.equal((await ask('GET', `/v3/builds/${build.guid}`)).status, 404);
    });
  });
});
