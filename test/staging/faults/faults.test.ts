// Engines that hang, go, or answer nonsense, phase by phase. The full table is tried by `npm run soak -- --full`.
import { concurrentIt } from '../support/specify';
import { noneLeft } from '../support/leftovers';
import { cells } from './cells';

describe('faults of an engine', () => {
  let [tried, held] = [0, 0];
  const it = concurrentIt(6);
  for (const { title, attempt } of cells.filter(({ full }) => !full))
    it(title, async () => {
      tried++;
      await attempt();
      held++;
    });

  it('leave no container, for each ends with our connection to it', async () => await noneLeft());

  after(() => console.log(`faults of an engine: ${tried} cells tried, ${held} held`));
});
