// Cancelling at any moment: it ends at once, and neither container nor process nor half a file is left.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StagingEvent } from '../../../client/src/staging/report/events';
import { forEachEngine } from '../../support/engines';
import type { SilentServer } from '../../support/gitServer';
import { startSilentServer } from '../../support/gitServer';
import { modern, simple, supplies } from '../support/buildpacks';
import { temporaryFolder } from '../support/files';
import { assertNothingLeft, processesWith } from '../support/leftovers';
import { concurrentIt } from '../support/specify';
import type { Given } from '../support/stageApp';
import { stageApp } from '../support/stageApp';

const mark = `cancel-test-${process.pid}`;
/** Says that it has begun, and goes on for long, with a child, deaf to SIGTERM. */
const forever = `trap '' TERM; echo begun; (exec -a ${mark} sleep 300) & exec -a ${mark} sleep 300`;
const begun = (event: StagingEvent) => event.event === 'log' && event.text === 'begun';
const started = (phase: string) => (event: StagingEvent) =>
  event.event === 'phase' && event.phase === phase && event.state === 'started';

let silent: SilentServer;

const last = { buildpacks: { a: simple() } };
const moments: { says: string; given: () => Given; when: (event: StagingEvent) => boolean }[] = [
  ...['prepare', 'upload', 'buildpacks', 'detect', 'compile', 'release', 'package', 'download'].map((phase) => ({
    says: `as ${phase} begins`,
    given: () => last,
    when: started(phase),
  })),
  {
    says: 'while detect runs',
    given: () => ({ buildpacks: { a: simple({ detect: `${forever} >&2`.replace('echo begun', 'echo begun >&2') }) } }),
    when: begun,
  },
  {
    says: 'while supply runs',
    given: () => ({ buildpacks: { a: supplies(forever), b: modern() }, order: ['a', 'b'] }),
    when: begun,
  },
  {
    says: 'while finalize runs',
    given: () => ({ buildpacks: { a: modern({ finalize: forever }) }, order: ['a'] }),
    when: begun,
  },
  { says: 'while compile runs', given: () => ({ buildpacks: { a: simple({ compile: forever }) } }), when: begun },
  {
    says: 'while release runs',
    given: () => ({ buildpacks: { a: simple({ release: forever.replace('echo begun', 'echo begun >&2') }) } }),
    when: begun,
  },
  {
    says: 'while a git server keeps us waiting',
    given: () => ({ order: [`http://127.0.0.1:${silent.port}/x.git`] }),
    when: started('buildpacks'),
  },
  {
    says: 'while a zip’s server keeps us waiting',
    given: () => ({ order: [`http://127.0.0.1:${silent.port}/x.zip`] }),
    when: started('buildpacks'),
  },
  {
    says: 'while the droplet is on its way',
    given: () => ({ buildpacks: { a: simple({ compile: 'head -c 60M /dev/urandom >"$1/big"' }) } }),
    when: started('download'),
  },
];

forEachEngine('cancelled', (engine, name) => {
  const it = concurrentIt();
  before(async () => (silent = await startSilentServer()));
  after(async () => await silent.close());
  for (const { says, given, when } of moments)
    it(says, async () => {
      const home = temporaryFolder();
      const cache = join(home, 'cache');
      mkdirSync(cache);
      writeFileSync(join(home, 'droplet.tgz'), 'of an earlier staging');
      const stop = new AbortController();
      let asked = 0;
      const staged = await stageApp(
        engine(),
        { ...given(), cache, result: join(home, 'result.json') },
        {
          home,
          signal: stop.signal,
          onEvent(event) {
            if (asked || !when(event)) return;
            asked = performance.now();
            stop.abort();
          },
        },
      );
      const took = performance.now() - asked;
      assert.ok(asked, `that moment never came:\n${staged.text}`);
      assert.deepEqual([staged.result.outcome, staged.result.exitCode], ['Cancelled', 130]);
      assert.equal(staged.events.at(-1), staged.result);
      assert.deepEqual(staged.problems, [], 'to cancel is no error');
      assert.ok(
        staged.phases.every(({ state }) => state !== 'failed'),
        'a phase that is cancelled has not failed',
      );
      assert.ok(took < 8000, `it took ${took} ms`);
      assert.ok(staged.untouched, 'the app is as it was');
      assert.deepEqual(
        readdirSync(home).sort(),
        ['buildpacks', 'cache', 'droplet.tgz', 'my-app'].filter((file) => given().buildpacks || file !== 'buildpacks'),
      );
      assert.deepEqual(readdirSync(cache), []);
    });

  it('before it began', async () => {
    const staged = await stageApp(engine(), last, { signal: AbortSignal.abort() });
    assert.equal(staged.result.outcome, 'Cancelled');
  });

  it('with --keep-failed, it keeps nothing', async () => {
    const stop = new AbortController();
    const staged = await stageApp(
      engine(),
      { ...last, keepFailed: true },
      { signal: stop.signal, onEvent: (event) => started('compile')(event) && stop.abort() },
    );
    assert.deepEqual([staged.result.outcome, staged.result.shell], ['Cancelled', undefined]);
  });

  after(async () => {
    await engine().settle();
    assertNothingLeft(name);
    assert.deepEqual(processesWith(mark), [], 'processes are left');
  });
});
