// npm run soak [-- --full]: what takes too long for every run. All faults and hostile inputs, stagings in a row, kills.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '../../client/src/staging/findEngine';
import { Slots } from '../../server/src/base/slots';
import { faults as clusterFaults, tryFault } from '../staging/cluster/cells';
import { cells as faults } from '../staging/faults/cells';
import { ownEngineCells } from '../staging/faults/ownEngine';
import { cells as hostile } from '../staging/hostile/cells';
import { noneLeft } from '../staging/support/leftovers';
import { soakFoundation } from './foundation';
import { killInEachPhase } from './killed';
import { soakStagings } from './stagings';

// What anybody else puts among the temporary files is none of ours.
const temporary = (process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'soak-')));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

const isFull = process.argv.includes('--full');
const count = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? (isFull ? 1000 : 50));
/** They mostly wait. */
const sideBySide = 6;
let failed = 0;

interface Try {
  title: string;
  attempt(): Promise<unknown>;
}

/** Tries all and says how many held. */
async function tryAll(name: string, all: Try[]): Promise<void> {
  const slots = new Slots(sideBySide);
  let held = 0;
  await Promise.all(
    all.map(({ title, attempt }) =>
      slots.take(() =>
        attempt().then(
          () => held++,
          (error) => console.log(`  ✖ ${title}: ${(error as Error).message.trim()}`),
        ),
      ),
    ),
  );
  failed += all.length - held;
  console.log(`${name}: ${all.length} cells tried, ${held} held`);
}

async function main(): Promise<void> {
  const engine = await findEngine({ engine: 'docker' });
  await tryAll(`${count} stagings`, [{ title: 'leave nothing', attempt: () => soakStagings(count) }]);
  const there = isFull ? 1000 : 100;
  await tryAll(`${there} stagings on a foundation`, [{ title: 'leave nothing', attempt: () => soakFoundation(there) }]);
  await tryAll('killed', [{ title: 'in each phase', attempt: killInEachPhase }]);
  if (isFull) {
    await tryAll('faults of an engine', [...faults, { title: 'leave no container', attempt: () => noneLeft() }]);
    if (process.getuid?.() === 0)
      for (const cell of ownEngineCells) await tryAll('faults of an engine of its own', [cell]);
    await tryAll(
      'hostile input',
      hostile.map(({ input, holds, attempt }) => ({ title: `${input}: ${holds}`, attempt: () => attempt(engine) })),
    );
  }
  if (isFull && process.env.KUBECONFIG)
    for (const [number, fault] of clusterFaults.entries())
      await tryAll('faults of a cluster', [{ title: fault.title, attempt: () => tryFault(fault, number) }]);
  await engine.settle();
  process.exit(failed ? 1 : 0);
}

void main();
