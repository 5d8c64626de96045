import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptLog } from '../../../client/src/stage/keptLog';
import type { ProblemEvent } from '../../../client/src/staging/report/events';
import { onCommandLine } from '../../../server/src/base/remedy';

describe('the kept log of a staging', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-log-'));
  after(() => rmSync(folder, { recursive: true }));

  it('knows the lines that a problem quotes, and the one that failed', async () => {
    const file = join(folder, 'web.log');
    const log = new KeptLog(file);
    const look = { t: (text: string) => text, means: onCommandLine, short: (path: string) => path };
    const said = (text: string) => log.write({ event: 'log', phase: 'compile', stream: 'stdout', text }, 0, look);
    log.write({ event: 'phase', phase: 'compile', state: 'started' }, 0, look);
    ['one', 'two', 'one'].forEach(said);
    log.write({ event: 'phase', phase: 'compile', state: 'failed', ms: 1 }, 0, look);
    const problem: ProblemEvent = {
      event: 'problem',
      code: 'X',
      severity: 'error',
      message: 'It broke.',
      related: [
        { message: 'one' },
        { message: 'two' },
        { message: 'elsewhere' },
        { message: 'in', file: '/a.c', line: 7 },
      ],
    };
    const lines = () => readFileSync(file, 'utf8').split('\n');
    const places = log.withPlaces(problem).related!.map(({ file, line }) => [file, line]);
    await log.close();
    assert.deepEqual(places, [
      [file, 4],
      [file, 3],
      [file, 5],
      ['/a.c', 7],
    ]);
    assert.match(lines()[log.failedAt!]!, /✖ Failed/);
    assert.equal(lines()[3]!.trim(), 'one');
  });
});
