// When files are checked, and that nothing waits for it.
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import { Schedule } from '../../server/src/schedule';

describe('the schedule of checks', () => {
  let steps: string[];
  let schedule: Schedule;
  let ended: Promise<void>;

  /** A check of three steps, each longer than a turn. */
  beforeEach(() => {
    steps = [];
    let end: () => void;
    ended = new Promise((resolve) => (end = resolve));
    schedule = new Schedule(function* (uri) {
      for (const step of [1, 2, 3]) {
        const started = performance.now();
        while (performance.now() - started < 12);
        steps.push(`${uri} ${step}`);
        yield;
      }
      end();
    });
  });
  afterEach(() => schedule.stop());

  it('lets others run between the steps of a long check', async () => {
    schedule.soon('a');
    void turn().then(() => steps.push('a request'));
    await ended;
    assert.deepEqual(steps, ['a 1', 'a request', 'a 2', 'a 3']);
  });

  it('gives a check up when the file changes, and begins it anew', async () => {
    schedule.soon('a');
    await turn();
    assert.deepEqual(steps, ['a 1']);
    schedule.later('a');
    await ended;
    assert.deepEqual(steps, ['a 1', 'a 1', 'a 2', 'a 3']);
  });

  it('gives a check up when the file is closed', async () => {
    schedule.soon('a');
    await turn();
    schedule.forget('a');
    schedule.soon('b');
    await ended;
    assert.deepEqual(steps, ['a 1', 'b 1', 'b 2', 'b 3']);
  });

  it('tells once nothing is due any more: after the check begun anew, at once when there is none, and when the file is closed', async () => {
    await schedule.settled('a');
    schedule.soon('a');
    await turn();
    const settled = schedule.settled('a').then(() => steps.push('settled'));
    schedule.later('a');
    await settled;
    assert.deepEqual(steps, ['a 1', 'a 1', 'a 2', 'a 3', 'settled']);
    schedule.later('a');
    const closed = schedule.settled('a');
    schedule.forget('a');
    await closed;
  });

  it('checks a file that is changed right behind its opening without a pause', async () => {
    schedule.soon('a');
    schedule.later('a');
    await turn();
    assert.deepEqual(steps, ['a 1']);
  });
});
