import * as assert from 'node:assert/strict';
import { Envelopes } from '../../../../client/src/staging/foundation/envelopes';
import type { Envelope } from '../../../../client/src/staging/foundation/envelopes';

const line = (time: number, text: string): Envelope => ({
  timestamp: `17000000000000000${String(time).padStart(2, '0')}`,
  instance_id: '0',
  log: { payload: Buffer.from(text).toString('base64') },
});

/** Batches as they come: milliseconds of our clock, and lines with their own times; then what is told when. */
const cases: Record<string, { come: [at: number, lines: [number, string][]][]; told: [at: number, texts: string][] }> =
  {
    'lines wait for older ones': {
      come: [[0, [[1, 'a']]]],
      told: [
        [50, ''],
        [100, 'a'],
      ],
    },
    'a late one finds its place': {
      come: [
        [0, [[2, 'b']]],
        [60, [[1, 'a']]],
      ],
      told: [[100, 'ab']],
    },
    'one that comes too late is not lost': { come: [[0, [[2, 'b']]]], told: [[100, 'b']] },
    'each is told once': {
      come: [
        [
          0,
          [
            [1, 'a'],
            [1, 'a'],
          ],
        ],
        [
          50,
          [
            [1, 'a'],
            [2, 'b'],
          ],
        ],
      ],
      told: [
        [100, 'a'],
        [150, 'b'],
      ],
    },
    'equal lines at different times are two': {
      come: [
        [
          0,
          [
            [1, 'a'],
            [2, 'a'],
          ],
        ],
      ],
      told: [[100, 'aa']],
    },
  };

describe('envelopes of a log', () => {
  for (const [what, { come, told }] of Object.entries(cases))
    it(what, () => {
      const envelopes = new Envelopes(100);
      for (const [at, lines] of come)
        envelopes.add(
          lines.map((one) => line(...one)),
          at,
        );
      for (const [at, texts] of told)
        assert.equal(
          envelopes
            .take(at)
            .map(({ log }) => Buffer.from(log!.payload!, 'base64').toString())
            .join(''),
          texts,
        );
    });

  it('one that comes after younger ones were told is told at once after them', () => {
    const envelopes = new Envelopes(100);
    envelopes.add([line(2, 'b')], 0);
    assert.equal(envelopes.take(100).length, 1);
    envelopes.add([line(1, 'a'), line(2, 'b')], 110);
    assert.equal(envelopes.take(210).length, 1);
  });
});
