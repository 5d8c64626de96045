// When an engine is given up, and by whom.
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { engineGone } from '../../../../../client/src/staging/engines/docker/dockerFailure';
import { Liveness } from '../../../../../client/src/staging/engines/docker/liveness';
import { EngineGone } from '../../../../../client/src/staging/engines/engine';

/** An engine whose pings are answered as long as `answers` says so. */
function engine(): { answers: boolean; liveness: Liveness } {
  const state = { answers: true };
  const ping = (signal: AbortSignal) =>
    state.answers
      ? Promise.resolve()
      : new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  return Object.assign(state, { liveness: new Liveness(ping, (error) => engineGone('Docker', error)) });
}

const hangs = () => new Promise<never>(() => {});

async function pass(seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    mock.timers.tick(1000);
    await turn();
  }
}

describe('an engine that is slow to answer', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());

  it('is given up by who wants to end something, after one late ping, and by nobody else', async () => {
    const slow = Object.assign(engine(), { answers: false });
    const other = slow.liveness.watch();
    const ending = assert.rejects(slow.liveness.hurried(hangs), EngineGone);
    await pass(8);
    await ending;
    assert.equal(slow.liveness.gone.aborted, false);
    other();
  });

  it('is given up once for all that one wants to end, not anew for each', async () => {
    const { liveness } = Object.assign(engine(), { answers: false });
    const first = assert.rejects(liveness.hurried(hangs));
    await pass(7);
    await first;
    const second = assert.rejects(liveness.hurried(hangs));
    await pass(1);
    await second;
  });

  it('is given up by all when it misses two pings in a row', async () => {
    const { liveness } = Object.assign(engine(), { answers: false });
    liveness.watch();
    await pass(28);
    assert.ok(liveness.gone.reason instanceof EngineGone);
  });

  it('is waited for while it answers pings', async () => {
    const { liveness } = engine();
    let ended = false;
    void liveness.hurried(hangs).catch(() => (ended = true));
    await pass(20);
    assert.equal(ended, false);
  });
});
