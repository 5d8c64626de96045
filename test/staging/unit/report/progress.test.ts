// How far large things are: what a meter reports of bytes at points in time, and the words for it.
import assert from 'node:assert/strict';
import { receivedOf } from '../../../../client/src/staging/buildpacks/fetchGit';
import { Meter, progressWords } from '../../../../client/src/staging/report/progress';
import type { Progress } from '../../../../client/src/staging/report/progress';
import { untranslated } from '../../../../client/src/staging/report/translate';

const MB = 2 ** 20;

/** What is reported when so many bytes have passed by then. */
function reports(total: number | undefined, steps: [seconds: number, bytes: number][]): Progress[] {
  const said: Progress[] = [];
  let seconds = 0;
  const meter = new Meter(
    (progress) => said.push(progress),
    total,
    () => seconds * 1000,
  );
  for (const [at, bytes] of steps) {
    seconds = at;
    meter.reached(bytes);
  }
  return said;
}

describe('how far something is', () => {
  const cases: [says: string, total: number | undefined, steps: [number, number][], said: Progress[]][] = [
    [
      'is not told of what is over in a second',
      10,
      [
        [0.2, 5],
        [0.9, 10],
      ],
      [],
    ],
    [
      'is told twice a second at most',
      undefined,
      [
        [1, 10],
        [1.2, 12],
        [1.4, 14],
        [1.6, 16],
      ],
      [
        { bytes: 10, rate: 10 },
        { bytes: 16, rate: 10 },
      ],
    ],
    ['tells what is left at this rate', 100, [[2, 20]], [{ bytes: 20, total: 100, rate: 10, left: 8000 }]],
    [
      'has the rate of the last seconds',
      undefined,
      [
        [1, 1000],
        [3, 1010],
        [6, 1040],
        [8, 1060],
      ],
      [
        { bytes: 1000, rate: 1000 },
        { bytes: 1010, rate: 337 },
        { bytes: 1040, rate: 8 },
        { bytes: 1060, rate: 10 },
      ],
    ],
    [
      'tells of a standstill, and has no idea how long it will last',
      100,
      [
        [1, 10],
        [9, 10],
      ],
      [
        { bytes: 10, total: 100, rate: 10, left: 9000 },
        { bytes: 10, total: 100, rate: 0 },
      ],
    ],
    ['never exceeds the whole', 100, [[2, 120]], [{ bytes: 100, total: 100, rate: 60, left: 0 }]],
  ];
  for (const [says, total, steps, said] of cases) it(says, () => assert.deepEqual(reports(total, steps), said));

  it('counts what is left by the share when the total is unknown', () => {
    const said: Progress[] = [];
    let at = 0;
    const meter = new Meter(
      (progress) => said.push(progress),
      undefined,
      () => at,
    );
    at = 3000;
    meter.reached(30, { share: 0.25 });
    assert.deepEqual(said, [{ bytes: 30, rate: 10, left: 9000 }]);
  });

  const words: [progress: Progress, said: string][] = [
    [
      { bytes: 312 * MB, total: 1.2 * 1024 * MB, rate: 85 * MB, left: 10_785 },
      '312 MB of 1.2 GB · 85 MB/s · 11 s left',
    ],
    [{ bytes: 4.5 * MB, rate: 1.5 * MB }, '4.5 MB · 1.5 MB/s'],
    [{ bytes: 1, total: 2 * MB, rate: 0 }, '1 B of 2 MB · 0 B/s'],
    [{ bytes: 1, rate: 1, left: 20 }, '1 B · 1 B/s · 1 s left'],
    [{ bytes: 1, rate: 1, left: 185_000 }, '1 B · 1 B/s · 3 min 5 s left'],
  ];
  for (const [progress, said] of words)
    it(`reads ${said}`, () => assert.equal(progressWords(progress, untranslated), said));

  const git: [line: string, received: ReturnType<typeof receivedOf>][] = [
    ['Receiving objects:  45% (9/20), 12.00 MiB | 3.10 MiB/s', { bytes: 12 * MB, share: 0.45 }],
    ['Receiving objects: 100% (20/20), 512 bytes | 512.00 KiB/s, done.', { bytes: 512, share: 1 }],
    ['Receiving objects:   5% (1/20)', undefined],
    ['remote: Counting objects: 100% (20/20), done.', undefined],
  ];
  for (const [line, received] of git) it(`is read of git: ${line}`, () => assert.deepEqual(receivedOf(line), received));
});
