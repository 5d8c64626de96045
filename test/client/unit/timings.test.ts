import assert from 'node:assert/strict';
import { timingRows } from '../../../client/src/staging/report/timings';

describe('the table of times', () => {
  it('has the phases in order, with their share and the difference to the last time', () =>
    assert.deepEqual(
      timingRows({ compile: 9000, prepare: 600, upload: 20, release: 400 }, { compile: 7000, prepare: 650 }),
      ['prepare   600 ms    6 %', 'compile    9.0 s   90 %   +2.0 s', 'release   400 ms    4 %'],
    ));

  it('is empty when nothing took any time', () => assert.deepEqual(timingRows({ prepare: 3 }), []));
});
