import * as assert from 'node:assert/strict';
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

  const appFolder = (files: Record<string, string> = { 'index.html': 'hello', 'css/site.css': 'body {}' }) => {
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
});
