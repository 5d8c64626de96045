// A test that fails at first: tried again only where that is asked for, told, and counted once.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/folder';
import type { Counts } from './mocha';

const flaky = `
let attempts = 0;
describe('a suite', () => {
  it('that passes', () => {});
  it('that fails at first', () => {
    if (++attempts < 2) throw new Error('the door was closed\\nsecond line');
  });
  it('that always fails', () => {
    throw new Error('the door is a wall');
  });
});
`;
const atFirst = { title: 'a suite that fails at first', error: 'the door was closed' };
const always = { title: 'a suite that always fails', error: 'the door is a wall' };

/** What the run that we are part of was given. */
const given = { TEST_GREP: undefined, TEST_RETRIES: undefined, TEST_JOBS: undefined };

const cases: [title: string, env: Record<string, string>, expected: Counts][] = [
  ['without retries', {}, { passed: 1, failed: 2, skipped: 0, retried: [] }],
  ['with retries', { TEST_RETRIES: '2' }, { passed: 2, failed: 1, skipped: 0, retried: [atFirst, always] }],
  [
    'with retries, files side by side',
    { TEST_RETRIES: '2', TEST_JOBS: '2' },
    { passed: 2, failed: 1, skipped: 0, retried: [atFirst, always] },
  ],
];

describe('a test that fails at first', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  for (const [title, env, expected] of cases)
    it(title, () => {
      const file = join(folder(), 'flaky.test.cjs');
      const counts = join(folder(), 'counts.json');
      writeFileSync(file, flaky);
      spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, 'mocha.ts'), file], {
        env: { ...process.env, ...given, ...env, TEST_COUNTS: counts },
        stdio: 'ignore',
      });
      assert.deepEqual(JSON.parse(readFileSync(counts, 'utf8')), expected);
    });
});
