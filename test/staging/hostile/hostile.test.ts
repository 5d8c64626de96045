// What hostile apps, hooks, buildpacks, droplets, archives and caches cannot do. The full table is tried by `npm run soak`.
import type { Engine } from '../../../client/src/staging/engines/engine';
import { findEngine } from '../../../client/src/staging/findEngine';
import { concurrentIt } from '../support/specify';
import { cells } from './cells';

describe('hostile input', () => {
  let engine: Engine;
  let [tried, held] = [0, 0];
  before(async () => (engine = await findEngine({ engine: 'docker' })));
  after(async () => {
    await engine.settle();
    console.log(`hostile input: ${tried} cells tried, ${held} held`);
  });

  const it = concurrentIt();
  for (const { input, holds, attempt } of cells.filter(({ full }) => !full))
    it(`${input}: ${holds}`, async () => {
      tried++;
      await attempt(engine);
      held++;
    });
});
