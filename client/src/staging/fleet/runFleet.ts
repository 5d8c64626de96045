// All cells, some at a time on each engine; those that an earlier run has finished are taken from it.
import { setTimeout as delay } from 'node:timers/promises';
import { Slots } from '../../../../server/src/base/slots';
import type { Cell, CellResult } from './cell';

export interface Fleet {
  /** Stagings at a time on each engine. */
  jobs: number;
  /** Of all that goes into a cell; undefined when that cannot be told, as for a folder that is not there. */
  inputsOf(cell: Cell): Promise<string | undefined>;
  /** What an earlier run has made of the same inputs. */
  finished(inputs: string): Promise<CellResult | undefined>;
  stage(cell: Cell): Promise<CellResult>;
  /** Called for each cell as it ends, before the next of its engine begins. */
  ended(result: CellResult): Promise<void>;
  signal: AbortSignal;
  /** Milliseconds before each further attempt, when not the usual ones. */
  pauses?: number[];
}

/** Milliseconds before each further attempt of a cell whose engine fails: nothing is wrong with the cell then, and engines come back. */
const pauses = [2_000, 10_000, 30_000];

/** The results in the order of the cells; rejects with the signal's reason when it aborts. */
export async function runFleet(cells: Cell[], fleet: Fleet): Promise<CellResult[]> {
  const slots = new Map(
    [...new Set(cells.map(({ engine }) => engine))].map((engine) => [engine, new Slots(fleet.jobs)]),
  );
  return await Promise.all(cells.map((cell) => slots.get(cell.engine)!.take(() => runCell(cell, fleet))));
}

async function runCell(cell: Cell, fleet: Fleet): Promise<CellResult> {
  fleet.signal.throwIfAborted();
  const inputs = await fleet.inputsOf(cell);
  const earlier = inputs === undefined ? undefined : await fleet.finished(inputs);
  if (earlier) {
    const result: CellResult = { ...earlier, ...cell, reused: true };
    await fleet.ended(result);
    return result;
  }
  const left = [...(fleet.pauses ?? pauses)];
  for (;;) {
    const result = { ...(await fleet.stage(cell)), inputs };
    fleet.signal.throwIfAborted();
    const pause = result.outcome === 'EngineUnavailable' ? left.shift() : undefined;
    if (pause === undefined) {
      await fleet.ended(result);
      return result;
    }
    await delay(pause, undefined, { signal: fleet.signal });
  }
}
