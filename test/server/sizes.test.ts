// Sizes of both platforms, for checks and for staging.
import assert from 'node:assert/strict';
import { parseMegabytes, parseSidecarMemory } from '../../server/src/base/sizes';

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
      const size = parseMegabytes(text, 'stackato');
      assert.equal('wrong' in size ? undefined : size.megabytes, expected);
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
    it(`${text} → ${expected ?? 'no size'}`, () => {
      const size = parseSidecarMemory(text);
      assert.equal('wrong' in size ? undefined : size.bytes / 2 ** 20, expected);
    });
});
