import assert from 'node:assert/strict';
import type { Cell, CellResult } from '../../../../client/src/staging/fleet/cell';
import { runFleet } from '../../../../client/src/staging/fleet/runFleet';
import type { Fleet } from '../../../../client/src/staging/fleet/runFleet';

const cell = (application: string, engine: Cell['engine'] = 'docker'): Cell => ({ application, engine });
const staged = (one: Cell): CellResult => ({ ...one, outcome: 'staged', ms: 1 });
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a fleet', () => {
  const fleet = (more: Partial<Fleet>): Fleet => ({
    jobs: 2,
    inputsOf: async ({ application }) => `inputs of ${application}`,
    finished: async () => undefined,
    stage: async (one) => staged(one),
    ended: async () => {},
    signal: new AbortController().signal,
    ...more,
  });

  it('stages so many at a time on each engine, and answers in the order of the cells', async () => {
    const running = { docker: 0, kubernetes: 0, local: 0, cloudfoundry: 0 };
    const most = { ...running };
    const cells = ['a', 'b', 'c', 'd', 'e'].flatMap((name) => [cell(name), cell(name, 'local')]);
    const results = await runFleet(
      cells,
      fleet({
        async stage(one) {
          most[one.engine] = Math.max(most[one.engine], ++running[one.engine]);
          for (let i = 0; i < 5; i++) await turn();
          running[one.engine]--;
          return staged(one);
        },
      }),
    );
    assert.deepEqual(most, { docker: 2, kubernetes: 0, local: 2, cloudfoundry: 0 });
    assert.deepEqual(
      results.map(({ application, engine }) => ({ application, engine })),
      cells,
    );
  });

  it('takes what an earlier run has finished, and says so', async () => {
    const [one, other] = await runFleet(
      [cell('a'), cell('b')],
      fleet({
        finished: async (inputs) => (inputs === 'inputs of a' ? { ...staged(cell('a')), size: 7 } : undefined),
      }),
    );
    assert.deepEqual([one!.reused, one!.size, other!.reused], [true, 7, undefined]);
  });

  for (const [outcome, attempts] of [
    ['EngineUnavailable', 4],
    ['BuildpackCompileFailed', 1],
  ] as const)
    it(`tries ${attempts} times when a cell ends with ${outcome}`, async () => {
      let tried = 0;
      await runFleet(
        [cell('a')],
        fleet({
          pauses: [1, 1, 1],
          async stage(one) {
            tried++;
            return { ...one, outcome, ms: 1 };
          },
        }),
      );
      assert.equal(tried, attempts);
    });

  it('begins nothing more once it is cancelled', async () => {
    const cancel = new AbortController();
    let begun = 0;
    const run = runFleet(
      ['a', 'b', 'c', 'd'].map((name) => cell(name)),
      fleet({
        signal: cancel.signal,
        async stage(one) {
          if (++begun === 2) cancel.abort(new Error('enough'));
          await turn();
          return staged(one);
        },
      }),
    );
    await assert.rejects(run, /enough/);
    await turn();
    assert.equal(begun, 2);
  });
});
