// What stands at the end of `--all`.
import assert from 'node:assert/strict';
import { summaryEvent, summaryLines } from '../../../../client/src/staging/cli/sideBySide';
import type { Ended } from '../../../../client/src/staging/cli/sideBySide';

const staged: Ended = {
  name: 'web',
  result: { event: 'result', outcome: 'staged', exitCode: 0, ms: 12_300, size: 3_500_000, phases: {} },
};
const failed: Ended = {
  name: 'worker',
  result: { event: 'result', outcome: 'NoAppDetected', exitCode: 222, ms: 900, phases: {} },
};
const skipped: Ended = { name: 'cache', image: 'redis:7' };

const ends: { ended: Ended[]; lines: string[]; event: object }[] = [
  {
    ended: [staged],
    lines: ['web  staged  12 s  3.3 MB', '1 of 1 staged.'],
    event: { event: 'summary', staged: 1, failed: [], skipped: [] },
  },
  {
    ended: [staged, failed, skipped],
    lines: [
      'web     staged                         12 s    3.3 MB',
      'worker  no buildpack detected the app  900 ms',
      'cache   skipped: runs the image redis:7',
      '1 of 3 staged. Failed: worker. Skipped: cache.',
    ],
    event: { event: 'summary', staged: 1, failed: ['worker'], skipped: ['cache'] },
  },
  {
    ended: [skipped],
    lines: ['cache  skipped: runs the image redis:7', '0 of 1 staged. Skipped: cache.'],
    event: { event: 'summary', staged: 0, failed: [], skipped: ['cache'] },
  },
];

describe('--all ends with a summary', () => {
  for (const { ended, lines, event } of ends)
    it(lines.at(-1)!, () => {
      assert.deepEqual(summaryLines(ended), lines);
      assert.deepEqual(summaryEvent(ended), event);
    });
});
