// The Cloud Foundry of the tests itself, asked as cf asks a real one: does it answer like the platform, and do its droplets run?
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import type { CloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import { modern, types, writeBuildpack, writeZip } from '../support/buildpacks';
import { readDroplet } from '../support/droplet';
import { temporaryFolder } from '../support/files';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of many shapes, looked into by hand
type Json = Record<string, any>;

/** Asks the API with the token of the CF_HOME. */
function client(foundation: CloudFoundry) {
  const config = JSON.parse(readFileSync(join(foundation.cfHome, '.cf', 'config.json'), 'utf8')) as {
    AccessToken: string;
  };
  const ask = async (method: string, path: string, body?: unknown) => {
    const isForm = body instanceof FormData;
    const response = await fetch(path.startsWith('http') ? path : `${foundation.api}${path}`, {
      method,
      redirect: 'manual',
      headers: { Authorization: config.AccessToken, ...(isForm ? {} : { 'Content-Type': 'application/json' }) },
      body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const json = (text.startsWith('{') ? JSON.parse(text) : undefined) as Json;
    return { status: response.status, json, headers: response.headers };
  };
  return {
    get: async (path: string) => await ask('GET', path),
    post: async (path: string, body?: unknown) => await ask('POST', path, body),
    remove: async (path: string) => await ask('DELETE', path),
    /** Asks until `state` is none of the passing ones. */
    async settled(path: string) {
      for (;;) {
        const { json } = await ask('GET', path);
        if (!/^(STAGING|PROCESSING.*|AWAITING_UPLOAD)$/.test(json.state as string)) return json;
        await new Promise((later) => setTimeout(later, 20));
      }
    },
  };
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

async function uploadedPackage(
  api: ReturnType<typeof client>,
  foundation: CloudFoundry,
  files: Record<string, string>,
) {
  const space = foundation.store.spaces.all[0]!.guid;
  const app = (await api.post('/v3/apps', { name: 'shop', relationships: { space: { data: { guid: space } } } })).json;
  const bits = (await api.post('/v3/packages', { type: 'bits', relationships: { app: { data: { guid: app.guid } } } }))
    .json;
  const zip = await writeZip(join(temporaryFolder('double'), 'app.zip'), files);
  const form = new FormData();
  form.set('resources', '[]');
  form.set('bits', new Blob([readFileSync(zip)]), 'package.zip');
  assert.equal((await api.post(`/v3/packages/${bits.guid}/upload`, form)).status, 200);
  assert.equal((await api.settled(`/v3/packages/${bits.guid}`)).state, 'READY');
  return { app, bits };
}

describe('the Cloud Foundry of the tests', () => {
  let foundation: CloudFoundry;
  before(async () => {
    const folder = temporaryFolder('double');
    const buildpack = modern({
      supply: 'echo "-----> Supplied"',
      finalize: 'echo ok > $1/made',
      release: types({ web: 'cat made' }),
    });
    foundation = await startCloudFoundry({
      buildpacks: [{ name: 'sample_buildpack', ref: writeBuildpack(join(folder, 'bp'), buildpack) }],
      pace: 1,
    });
  });
  after(async () => {
    await foundation.stop();
    assert.deepEqual(foundation.complaints, []);
  });

  it('stages an app in its sandbox: droplet, log and what is told of both', async () => {
    const api = client(foundation);
    const { app, bits } = await uploadedPackage(api, foundation, { 'index.html': 'hello' });
    const build = await api.post('/v3/builds', {
      package: { guid: bits.guid },
      lifecycle: { type: 'buildpack', data: { buildpacks: ['sample_buildpack'], stack: 'cflinuxfs4' } },
    });
    assert.equal(build.json.state, 'STAGING');
    const done = await api.settled(`/v3/builds/${build.json.guid}`);
    assert.equal(done.state, 'STAGED', done.error as string);
    const droplet = (await api.get(`/v3/droplets/${done.droplet.guid}`)).json;
    assert.deepEqual(droplet.process_types, { web: 'cat made' });
    const { headers, status } = await api.get(`/v3/droplets/${droplet.guid}/download`);
    assert.equal(status, 302);
    const content = Buffer.from(await (await fetch(headers.get('location')!)).arrayBuffer());
    assert.equal(createHash('sha256').update(content).digest('hex'), droplet.checksum.value);
    const file = join(temporaryFolder('double'), 'droplet.tgz');
    writeFileSync(file, content);
    const entries = await readDroplet(file);
    assert.ok([...entries.keys()].some((path) => path.endsWith('app/made')));
    const read = `${foundation.endpoints.logCache!.url}/api/v1/read/${app.guid}?limit=1000&envelope_types=LOG`;
    const batch = (await api.get(read)).json.envelopes.batch as { log: { payload: string } }[];
    const lines = batch.map(({ log }) => Buffer.from(log.payload, 'base64').toString());
    assert.ok(lines.includes('-----> Supplied'));
    assert.equal((await api.remove(`/v3/apps/${app.guid}`)).status, 202);
  });

  it('knows files that it has once been given', async () => {
    const api = client(foundation);
    const known = { checksum: { value: sha1('hello') }, size_in_bytes: 5, path: 'a', mode: '0644' };
    const foreign = { checksum: { value: sha1('other') }, size_in_bytes: 5, path: 'b', mode: '0644' };
    const { json } = await api.post('/v3/resource_matches', { resources: [known, foreign] });
    assert.deepEqual(json.resources, [known]);
  });
});
