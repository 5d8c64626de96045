import * as assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { connectStager } from '../../../client/src/staging/stage/foundation/foundationStager';
import { requestFor } from '../../../client/src/staging/requestFor';
import { bareApplication } from '../../../client/src/staging/plan/applications';
import type { RequestSettings } from '../../../client/src/staging/requestFor';
import type {
  LogEvent,
  PhaseEvent,
  ProblemEvent,
  ResultEvent,
  StagingEvent,
} from '../../../client/src/staging/report/events';
import type { ResolvedApplication } from '../../../server/src/base/protocol';
import { startCloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import type { CloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import type { FoundationOptions } from '../../support/cloudFoundry/foundation';
import { temporaryFolder } from '../support/files';

interface Run {
  result: ResultEvent;
  log: string;
  problems: ProblemEvent[];
  phases: string[];
  droplet: string;
  /** What was left beside the droplet. */
  files: string[];
}

describe('staging on a foundation', () => {
  let foundation: CloudFoundry;
  afterEach(async () => await foundation.stop());

  const start = async (options: FoundationOptions = {}) =>
    (foundation = await startCloudFoundry({
      builds: 'fast',
      pace: 5,
      buildpacks: [{ name: 'fast_buildpack' }],
      services: [{ name: 'db', offering: 'postgres', plan: 'small' }, { name: 'mail' }],
      ...options,
    }));

  const appFolder = (
    files: Record<string, string | Buffer> = { 'index.html': 'hello', 'large.bin': randomBytes(2_000_000) },
  ) => {
    const folder = temporaryFolder();
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return folder;
  };

  /** `at`: called with each event, such as to abort. */
  const stage = async (
    app: Partial<ResolvedApplication> = {},
    settings: Partial<RequestSettings> = {},
    at: (event: StagingEvent, stop: AbortController) => void = () => {},
  ): Promise<Run> => {
    const output = temporaryFolder();
    const droplet = join(output, 'shop.droplet.tgz');
    const application = { ...bareApplication(app.path?.value ?? appFolder(), 'shop'), ...app };
    const request = requestFor(application, {
      engine: 'cloudfoundry',
      platform: 'cloudfoundry',
      droplet,
      result: join(output, 'result.json'),
      ...settings,
    });
    const events: StagingEvent[] = [];
    const stop = new AbortController();
    const stager = await connectStager({
      surroundings: { env: { CF_HOME: foundation.cfHome }, home: homedir() },
    });
    const result = await stager.stage(
      request,
      (event) => {
        events.push(event);
        if (process.env.SHOW) console.log(JSON.stringify(event));
        at(event, stop);
      },
      stop.signal,
    );
    await stager.settle();
    const only = <T extends StagingEvent>(kind: T['event']) =>
      events.filter((event): event is T => event.event === kind);
    return {
      result,
      log: only<LogEvent>('log')
        .map(({ text }) => text)
        .join('\n'),
      problems: only<ProblemEvent>('problem'),
      phases: only<PhaseEvent>('phase')
        .filter(({ state }) => state !== 'running')
        .map(({ phase, state }) => `${phase} ${state}`),
      droplet,
      files: readdirSync(output).sort(),
    };
  };

  it('makes an app, stages in it, fetches the droplet and deletes the app', async () => {
    await start();
    const run = await stage();
    assert.equal(run.result.outcome, 'staged', run.log + JSON.stringify(run.problems));
    assert.deepEqual(run.phases, [
      ...['prepare started', 'prepare done', 'upload started', 'upload done', 'buildpacks started', 'buildpacks done'],
      ...['compile started', 'compile done', 'package started', 'package done'],
      ...['download started', 'download done', 'cleanup started', 'cleanup done'],
    ]);
    assert.deepEqual(run.result.processes, { web: './run' });
    assert.equal(run.result.detectedBuildpack, 'Fast');
    assert.deepEqual(run.result.buildpacks, [{ key: 'fast_buildpack', name: 'fast', version: '1.0.0' }]);
    assert.deepEqual(run.files, ['result.json', 'shop.droplet.tgz']);
    assert.deepEqual(JSON.parse(readFileSync(join(run.droplet, '..', 'result.json'), 'utf8')), run.result.result);
    assert.deepEqual(foundation.leftovers(), []);
  });

  const errors = ({ problems }: Run) =>
    problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code}: ${message}`);
  const asked = (method: string, path: RegExp) =>
    foundation.exchanges.filter((one) => one.method === method && path.test(one.path));

  it('gives a made app variables and services, but not those that a push refuses', async () => {
    await start();
    const located = (value: string) => ({ value });
    const seen: unknown[] = [];
    const run = await stage(
      {
        env: { KIND: located('web'), PORT: located('1') },
        services: [{ name: located('db') }, { name: located('mail') }],
      },
      {},
      (event) => {
        if (event.event === 'phase' && event.phase === 'upload' && event.state === 'started') {
          const [app] = foundation.store.apps.all;
          seen.push(foundation.environments.get(app!.guid), foundation.store.service_credential_bindings.all.length);
        }
      },
    );
    assert.equal(run.result.outcome, 'staged', run.log);
    assert.deepEqual(seen, [{ KIND: 'web' }, 2]);
    assert.deepEqual(foundation.leftovers(), []);
  });

  it('leaves an app that is there as it is', async () => {
    await start({ apps: [{ name: 'shop', env: { A: 'b' } }] });
    const [before] = foundation.store.apps.all.map((app) => JSON.stringify({ ...app, updated_at: '' }));
    const run = await stage({ env: { KIND: { value: 'web' } } });
    assert.equal(run.result.outcome, 'staged', run.log);
    assert.deepEqual(
      foundation.store.apps.all.map((app) => JSON.stringify({ ...app, updated_at: '' })),
      [before],
    );
    assert.deepEqual(
      foundation.leftovers().filter((one) => !/^(apps|builds) /.test(one)),
      [],
    );
    assert.equal(asked('POST', /actions|relationships/).length, 0);
  });

  it('sends only what the platform lacks', async () => {
    await start();
    const folder = appFolder({ 'a.txt': 'a'.repeat(5000), 'b.txt': 'b' });
    await stage({ path: { value: folder } });
    writeFileSync(join(folder, 'b.txt'), 'changed');
    const run = await stage({ path: { value: folder } });
    assert.match(run.log, /Uploaded 1 of 2 files \(7 B of 4\.9 KB, \d+ B packed\): the platform has the others/);
    const third = await stage({ path: { value: folder } });
    assert.match(third.log, /Uploaded 0 of 2 files/);
    assert.equal(third.result.outcome, 'staged', third.log);
  });

  it('leaves the app and its droplet with --no-download, and with --keep', async () => {
    await start();
    const run = await stage({}, { noDownload: true });
    assert.equal(run.result.outcome, 'staged', run.log);
    assert.deepEqual(run.files, ['result.json']);
    assert.ok(foundation.leftovers().some((one) => one.startsWith('droplets ')));
    const kept = await stage({}, { keep: true });
    assert.match(kept.log, /Staging in the app shop that is there/);
    assert.equal(foundation.store.droplets.all.length, 2);
  });

  it('stages an image, which has no droplet to fetch', async () => {
    await start();
    const run = await stage({ docker: { value: 'registry.example.com/shop:1' } });
    assert.equal(run.result.outcome, 'staged', run.log + errors(run).join());
    assert.deepEqual(run.files, []);
    assert.deepEqual(foundation.leftovers(), []);
  });
});
