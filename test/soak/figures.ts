// What this process holds, to be compared after many stagings.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Megabytes that the process may grow by. */
const mostGrown = 60;

export interface ProcessFigures {
  /** Entries of the folder for temporary files. */
  files: number;
  descriptors: number;
  /** Megabytes. */
  rss: number;
}

export function processFigures(): ProcessFigures {
  collectGarbage();
  return {
    files: readdirSync(tmpdir()).length,
    descriptors: readdirSync('/proc/self/fd').length,
    rss: Math.round(process.memoryUsage.rss() / 2 ** 20),
  };
}

/** Throws when something is left from a fifth of the stagings to the last. */
export function assertSteady(first: ProcessFigures, last: ProcessFigures): void {
  assert.equal(last.files, first.files, 'files are left');
  assert.ok(last.descriptors <= first.descriptors + 2, 'descriptors are left');
  assert.ok(last.rss <= first.rss + mostGrown, `memory grew by ${last.rss - first.rss} MB`);
}
