import assert from 'node:assert/strict';
import { ago, clock, duration, size } from '../../../client/src/staging/report/units';

const table = <T>(what: string, f: (value: T) => string, rows: [T, string][]) =>
  describe(what, () =>
    rows.forEach(([value, text]) => it(`${String(value)} → ${text}`, () => assert.equal(f(value), text))),
  );

table('duration of milliseconds', duration, [
  [0, '0 ms'],
  [850, '850 ms'],
  [1000, '1.0 s'],
  [4240, '4.2 s'],
  [9960, '10 s'],
  [48_200, '48 s'],
  [59_700, '1 min'],
  [60_000, '1 min'],
  [123_000, '2 min 3 s'],
  [3_600_000, '1 h'],
  [3_899_000, '1 h 5 min'],
]);

table('clock', clock, [
  [900, '0:00'],
  [31_000, '0:31'],
  [725_000, '12:05'],
]);

table('size of bytes', size, [
  [0, '0 B'],
  [17, '17 B'],
  [1023, '1 KB'],
  [4608, '4.5 KB'],
  [1024 * 1024, '1 MB'],
  [32_600_000, '31 MB'],
  [999.9 * 1024 * 1024, '1 GB'],
  [2.5 * 1024 ** 3, '2.5 GB'],
]);

const minute = 60_000;
table('how long ago', (past: number) => ago(0, past), [
  [30_000, 'just now'],
  [2 * minute, '2 min ago'],
  [59.9 * minute, '59 min ago'],
  [3 * 60 * minute, '3 h ago'],
  [25 * 60 * minute, 'yesterday'],
  [5 * 24 * 60 * minute, '5 days ago'],
]);
