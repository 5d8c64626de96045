// Sizes of `memory:` and `disk:` in megabytes, by each platform's grammar.
import type { PlatformId } from '../../../server/src/protocol';

const powers: Record<string, number> = { B: -2, K: -1, M: 0, G: 1, T: 2 };

/** Megabytes, cut off; undefined when `text` is no size. A bare integer is megabytes on Stackato and for sidecars only. */
export function megabytes(text: string, platform: PlatformId): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(?:([BKMGT])i?B?)?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, number, unit] = match;
  if (!unit) return platform === 'stackato' && /^\d+$/.test(number!) ? Number(number) : undefined;
  return Math.floor(Number(number) * 1024 ** powers[unit.toUpperCase()]!);
}
