// What goes wrong on the way to a foundation and on it: each is a true sentence, and nothing is left there or here.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, Phase } from '../../../client/src/staging/report/events';
import { startCloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import type { CloudFoundry } from '../../support/cloudFoundry/cloudFoundry';
import type { ErrorName } from '../../support/cloudFoundry/errors';
import type { FoundationOptions } from '../../support/cloudFoundry/foundation';
import { selfSigned } from '../../support/gitServer';
import { temporaryFolder } from '../support/files';
import { concurrentIt } from '../support/specify';
import type { Given, Staged } from '../support/stageApp';
import { halfWritten, packagesLeft, stageOn, stopped } from './support/stageOn';

interface Row {
  title: string;
  options?: FoundationOptions;
  given?: Given;
  caFiles?: string[];
  /** What is the matter with the foundation. */
  wrong?(foundation: CloudFoundry): void;
  /** `staged` when left out: the fault is got over. */
  outcome?: Outcome;
  /** The problem's message and what it advises; without a problem, the log. */
  says?: RegExp[];
}

const manifest = (more: string) => ({ manifest: `applications:\n- name: my-app\n${more}` });
const upload = 'POST /v3/packages/:guid/upload';
const blob = 'GET /cc-droplets/:guid';
/** Content that no zip makes smaller. */
const large = randomBytes(400_000);
const certificates = temporaryFolder('certificates');

/** Reason of a build → outcome and sentence. */
const reasons: [ErrorName, Outcome, RegExp][] = [
  ['NoAppDetectedError', 'NoAppDetected', /No buildpack of the platform detected this app/],
  ['BuildpackCompileFailed', 'BuildpackCompileFailed', /buildpack failed/],
  ['BuildpackReleaseFailed', 'BuildpackReleaseFailed', /bin\/release .*failed/],
  ['StagingTimeExpired', 'StagingTimeExpired', /platform has stopped the staging because it took too long/],
  ['InsufficientResources', 'StagingError', /No cell of the platform has room/],
  ['NoCompatibleCell', 'StagingError', /No cell of the platform has this stack/],
  ['StagerError', 'StagingError', /platform could not stage/],
  ['StagingError', 'StagingError', /platform could not stage the app/],
  ['CNBDetectFailed', 'NoAppDetected', /detected this app/],
  ['CNBBuildFailed', 'BuildpackCompileFailed', /buildpack failed/],
  ['CNBDownloadBuildpackFailed', 'StagingError', /downloading buildpacks failed/],
  ['CNBExportFailed', 'StagingError', /exporting failed/],
];

const rows: Row[] = [
  { title: 'an access token that has expired is renewed', wrong: ({ tokens }) => tokens.expire() },
  {
    title: 'a login that has ended',
    wrong: ({ tokens }) => tokens.revoke(),
    outcome: 'EngineUnavailable',
    says: [/login at \S+ is not valid any more/, /cf login -a http/],
  },
  {
    title: 'a space that is gone',
    wrong: ({ store }) => store.spaces.remove(store.spaces.all[0]!.guid),
    outcome: 'StagingError',
    says: [/space/, /cf target/],
  },
  {
    title: 'a space auditor',
    wrong: ({ user }) => (user.role = 'space_auditor'),
    outcome: 'StagingError',
    says: [/developer@example\.com may not do that in the space development/, /SpaceDeveloper/],
  },
  {
    title: 'a quota of memory',
    options: { limits: { memoryMb: 2048 } },
    given: manifest('  memory: 4G\n'),
    outcome: 'StagingError',
    says: [/quota .*does not allow/, /staging requires 4096M memory/, /memory:/],
  },
  {
    title: 'a package over the limit',
    options: { limits: { packageBytes: 3 } },
    outcome: 'StagingError',
    says: [/may not be larger than 3 bytes/],
  },
  {
    title: 'an upload that the router refuses as too large',
    wrong: ({ faults }) =>
      faults.add({ on: upload, status: 413, body: '<html><h1>413 Request Entity Too Large</h1></html>' }),
    outcome: 'StagingError',
    says: [/upload/i, /413|too large/i],
  },
  {
    title: 'a buildpack that it does not have',
    given: { order: ['nope_buildpack'] },
    outcome: 'BadInput',
    says: [/nope_buildpack/, /cf buildpacks/],
  },
  {
    title: 'a stack that it does not have',
    given: manifest('  stack: cflinuxfs9\n'),
    outcome: 'BadInput',
    says: [/cflinuxfs9|stack/, /cf stacks/],
  },
  {
    title: 'a service instance that it does not have',
    given: manifest('  services: [nope]\n'),
    outcome: 'BadInput',
    says: [/no service instance nope/],
  },
  ...reasons.map(([fails, outcome, sentence]): Row => ({
    title: `a build that fails with ${fails}`,
    wrong: ({ builds }) => builds.next({ fails }),
    outcome,
    says: [sentence],
  })),
  {
    title: 'a build that is stuck: the time limit ends it',
    given: { timeoutSeconds: 2 },
    wrong: ({ builds }) => builds.next({ stuck: true }),
    outcome: 'StagingTimeExpired',
    says: [/stopped after 2 s, its time limit/],
  },
  {
    title: 'an upload that is cut off begins anew',
    given: { app: { 'large.bin': large } },
    wrong: ({ faults }) => faults.add({ on: upload, cut: { afterReceived: 100_000 } }),
    says: [/upload was cut off and begins anew/],
  },
  {
    title: 'an API that restarts during the upload',
    given: { app: { 'large.bin': large } },
    wrong(foundation) {
      foundation.faults.add({ on: upload, cut: { afterReceived: 100_000 } });
      foundation.onFault = () => void foundation.restart(1500);
    },
    says: [/upload was cut off and begins anew/],
  },
  {
    title: 'an upload that is always cut off',
    given: { app: { 'large.bin': large } },
    wrong: ({ faults }) => faults.add({ on: upload, cut: { afterReceived: 100_000 }, times: 99 }),
    outcome: 'EngineUnavailable',
    says: [/Cannot upload the app's files: \S+ cannot be reached/],
  },
  {
    title: 'an API that fails',
    wrong: ({ faults }) =>
      faults.add({
        on: 'POST /v3/apps',
        status: 500,
        body: { errors: [{ code: 10001, title: 'UnknownError', detail: 'An unknown error occurred.' }] },
      }),
    outcome: 'EngineUnavailable',
    says: [/fails \(HTTP 500: “An unknown error occurred”\)/],
  },
  {
    title: 'too many requests: one waits as long as it is told to',
    wrong: ({ faults }) => faults.add({ on: 'POST /v3/apps', status: 429, headers: { 'Retry-After': '1' } }),
    says: [/no more requests for 1 s: waiting/],
  },
  {
    title: 'too many requests for an hour',
    wrong: ({ faults }) =>
      faults.add({
        on: 'POST /v3/apps',
        status: 429,
        headers: { 'X-RateLimit-Reset': String(Math.ceil(Date.now() / 1000) + 3600) },
        body: { errors: [{ code: 10013, title: 'CF-RateLimitExceeded', detail: 'Rate Limit Exceeded' }] },
      }),
    outcome: 'EngineUnavailable',
    says: [/allows no more requests for 3\d\d\d s/],
  },
  {
    title: 'a log-cache that cannot be reached: the build goes on',
    wrong: ({ endpoints }) => void endpoints.logCache!.close(),
    says: [/build goes on, but its log cannot be read/],
  },
  {
    title: 'a download that is cut off goes on',
    given: { app: { 'large.bin': large } },
    wrong: ({ faults }) => faults.add({ on: blob, cut: { afterSent: 100_000 } }),
  },
  {
    title: 'a download that is always cut off',
    given: { app: { 'large.bin': large } },
    wrong: ({ faults }) => faults.add({ on: blob, cut: { afterSent: 50_000 }, times: 99 }),
    outcome: 'EngineUnavailable',
    says: [/download/],
  },
  {
    title: 'a droplet that is not what the platform says',
    wrong({ store }) {
      const create = store.droplets.create.bind(store.droplets);
      store.droplets.create = (members) => create({ ...members, checksum: { type: 'sha256', value: 'f'.repeat(64) } });
    },
    outcome: 'StagingError',
    says: [/What came is not the droplet: its sha256 is \S+, but the platform says ffff/],
  },
  {
    title: 'an app that somebody stages just now',
    options: { apps: [{ name: 'my-app' }] },
    wrong({ store }) {
      const app = store.apps.named('my-app')!;
      store.builds.create({ state: 'STAGING', relationships: { app: { data: { guid: app.guid } } } });
    },
    outcome: 'StagingError',
    says: [/my-app is being staged there already/],
  },
  {
    title: 'a certificate that nobody knows',
    options: { tls: selfSigned(certificates) },
    outcome: 'EngineUnavailable',
    says: [/certificate of 127\.0\.0\.1:\d+ is signed by itself/, /Name the certificate of its authority/],
  },
  {
    title: 'a certificate that is named',
    options: { tls: selfSigned(certificates) },
    caFiles: [join(certificates, 'certificate.pem')],
  },
];

describe('faults of a foundation', () => {
  const it = concurrentIt(8);
  for (const row of rows) it(row.title, () => attempt(row));

  const steps: [Phase, 'started' | 'done'][] = [
    ['prepare', 'started'],
    ['prepare', 'done'],
    ['upload', 'started'],
    ['upload', 'done'],
    ['buildpacks', 'started'],
    ['buildpacks', 'done'],
    ['package', 'started'],
    ['download', 'started'],
  ];
  for (const [phase, state] of steps)
    it(`Ctrl+C when ${phase} has ${state === 'started' ? 'begun' : 'ended'}`, () => cancelled(phase, state));

  it('leaves no package among the temporary files', () => Promise.resolve(assert.deepEqual(packagesLeft(), [])));
});

async function attempt({ options, given, caFiles, wrong, outcome = 'staged', says = [] }: Row): Promise<void> {
  const foundation = await startCloudFoundry({ builds: 'fast', pace: 5, ...options });
  const home = temporaryFolder();
  wrong?.(foundation);
  const before = foundation.leftovers();
  const staged = await stageOn(foundation, { ...given }, { home, caFiles });
  try {
    assert.equal(staged.result.outcome, outcome);
    assert.equal(staged.hasDroplet, outcome === 'staged');
    const problems = staged.problems.map(
      ({ message, remedies = [] }) =>
        `${message} ${remedies.map(({ advice, command }) => `${advice} ${command}`).join(' ')}`,
    );
    const words = outcome === 'staged' ? staged.text : problems.join('\n');
    for (const pattern of says) assert.match(words, pattern);
    assert.doesNotMatch(staged.text + problems.join(), /eyJ[\w-]{20,}/, 'a token is told');
    assert.deepEqual(foundation.leftovers(), before, 'something is left on the foundation');
    assert.deepEqual(halfWritten(home), []);
  } catch (error) {
    throw told(error, staged);
  } finally {
    foundation.store.builds.all.forEach(({ guid }) => foundation.store.builds.remove(guid));
    await stopped(foundation);
    rmSync(home, { recursive: true, force: true });
  }
}

async function cancelled(phase: Phase, state: 'started' | 'done'): Promise<void> {
  const foundation = await startCloudFoundry({ builds: 'fast', pace: 40 });
  const home = temporaryFolder();
  const stop = new AbortController();
  const staged = await stageOn(
    foundation,
    {},
    {
      home,
      signal: stop.signal,
      onEvent(event) {
        if (event.event === 'phase' && event.phase === phase && event.state === state) stop.abort();
      },
    },
  );
  try {
    assert.equal(staged.result.outcome, 'Cancelled');
    assert.deepEqual(staged.problems, []);
    assert.ok(!staged.hasDroplet);
    assert.deepEqual(foundation.leftovers(), [], 'something is left on the foundation');
    assert.equal(foundation.builds.active, 0, 'a build goes on');
    assert.deepEqual(halfWritten(home), []);
  } catch (error) {
    throw told(error, staged);
  } finally {
    await stopped(foundation);
    rmSync(home, { recursive: true, force: true });
  }
}

/** With everything that the staging has said. */
function told(error: unknown, { text, problems }: Staged): unknown {
  (error as Error).stack += `\n--- log\n${text}\n--- problems\n${JSON.stringify(problems, null, 1)}`;
  return error;
}
