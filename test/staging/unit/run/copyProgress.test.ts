import assert from 'node:assert/strict';
import { CopyProgress } from '../../../../client/src/staging/run/copyProgress';

const megabyte = 1024 * 1024;

describe('the progress of a droplet that goes into its container', () => {
  it('is told by tenths', () => {
    const progress = new CopyProgress(300 * megabyte);
    const said = [0, 29, 30, 59, 240, 300, 300].map((copied) => progress.next(copied * megabyte));
    assert.deepEqual(
      said.flatMap((line) => line ?? []),
      [10, 80, 100].map((percent) => `Copied ${percent} % of the droplet (300 MB)`),
    );
  });

  it('is not worth a word for a small one', () =>
    assert.equal(new CopyProgress(5 * megabyte).next(5 * megabyte), undefined));
});
