// Many stagings in one process: what they leave behind, and whether memory grows.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { findEngine } from '../../client/src/staging/findEngine';
import { simple } from '../staging/support/buildpacks';
import { temporaryFolder } from '../staging/support/files';
import { containersOf, noneLeft } from '../staging/support/leftovers';
import { stageApp } from '../staging/support/stageApp';
import type { ProcessFigures } from './figures';
import { assertSteady, processFigures } from './figures';

interface Figures extends ProcessFigures {
  containers: number;
  volumes: number;
}

function figures(): Figures {
  const volumes = execFileSync('docker', ['volume', 'ls', '-q', '--filter', 'label=cf-staging'], { encoding: 'utf8' });
  return {
    containers: containersOf().length,
    volumes: volumes.split('\n').filter(Boolean).length,
    ...processFigures(),
  };
}

/** Stages `count` times, every fifth time without success; throws when anything is left. */
export async function soakStagings(count: number): Promise<void> {
  const home = temporaryFolder();
  const buildpacks = { good: simple(), bad: simple({ compile: 'echo no; exit 1' }) };
  const rows: Figures[] = [];
  const say = (n: number, row: Figures) => console.log(`  ${String(n).padStart(5)} stagings: ${JSON.stringify(row)}`);
  const every = Math.max(1, Math.floor(count / 5));
  for (let n = 1; n <= count; n++) {
    const engine = await findEngine({ engine: 'docker' });
    const order = [n % 5 ? 'good' : 'bad'];
    const { result } = await stageApp(engine, { buildpacks, order, cache: `${home}/cache` }, { home });
    assert.equal(result.outcome, n % 5 ? 'staged' : 'BuildpackCompileFailed');
    await engine.settle();
    if (n % every === 0 || n === count) {
      await noneLeft();
      say(n, rows[rows.push(figures()) - 1]!);
    }
  }
  const [first, last] = [rows[0]!, rows.at(-1)!];
  assert.deepEqual([last.containers, last.volumes], [0, first.volumes], 'something is left');
  assertSteady(first, last);
}
