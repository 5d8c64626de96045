// Sizes: staging takes exactly what the editor's check lets through.
import assert from 'node:assert/strict';
import { megabytes, sidecarMegabytes } from '../../../client/src/staging/memory';
import { parseMemspec } from '../../../server/src/stackato/values';

describe('sizes of Stackato', () => {
  const sizes: [text: string, megabytes: number | undefined][] = [
    ['256', 256],
    ['256M', 256],
    ['256mb', 256],
    ['1.5G', 1536],
    ['.5G', 512],
    ['2GB', 2048],
    ['1T', undefined],
    ['2GiB', undefined],
    ['512K', undefined],
    ['1.5M', undefined],
    ['1.5', undefined],
  ];
  for (const [text, expected] of sizes)
    it(`${text} → ${expected ?? 'no size'}`, () => {
      const checked = parseMemspec(text);
      assert.equal(megabytes(text, 'stackato'), expected);
      assert.equal('wrong' in checked ? undefined : checked.megabytes, expected);
    });
});

describe('sizes of sidecars', () => {
  const sizes: [text: string, megabytes: number | undefined][] = [
    ['64', 64],
    ['64M', 64],
    ['2GiB', 2048],
    ['x', undefined],
  ];
  for (const [text, expected] of sizes)
    it(`${text} → ${expected ?? 'no size'}`, () => assert.equal(sidecarMegabytes(text), expected));
});
