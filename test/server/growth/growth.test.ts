// No check is quadratic: growth is measured, not time. `npm run soak -- --full` tries the rest.
import assert from 'node:assert/strict';
import { measureGrowth } from './growth';
import { patternsIn, slowText } from './patterns';

describe('growth with the size of what is written', function () {
  this.timeout(120_000);

  it('something hostile at any key: four times as much takes no more than some eight times as long', () => {
    const { failed, tried } = measureGrowth({ every: 6007, most: 10_000 });
    assert.ok(tried > 100);
    assert.deepEqual(failed, []);
  });

  for (const folder of ['server/src']) {
    it(`no regular expression of ${folder} begins anew at each character`, () => {
      const slow = patternsIn(folder).flatMap((pattern) => {
        const text = slowText(pattern);
        return text === undefined ? [] : [`${pattern.place} at ${text}`];
      });
      assert.deepEqual(slow, []);
    });
  }
});
