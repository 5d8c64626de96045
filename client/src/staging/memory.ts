// Sizes of `memory:` and `disk:` in megabytes, by each platform's grammar.
import type { PlatformId } from '../../../server/src/base/protocol';

const powers: Record<string, number> = { B: -2, K: -1, M: 0, G: 1, T: 2 };

/** Megabytes, cut off; undefined when `text` is no size. */
export function megabytes(text: string, platform: PlatformId): number | undefined {
  if (platform === 'stackato') return memspec(text);
  const match = /^(\d+(?:\.\d+)?)(?:([BKMGT])i?B?)?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, number, unit] = match;
  if (!unit) return undefined;
  return Math.floor(Number(number) * 1024 ** powers[unit.toUpperCase()]!);
}

/** Of sidecars, which are in the droplet: a bare integer is megabytes. */
export const sidecarMegabytes = (text: string): number | undefined =>
  /^\d+$/.test(text.trim()) ? Number(text) : megabytes(text, 'cloudfoundry');

/** `256`, `256M`, `1.5G`, and as documents write them `256MB`, `1.5GB`: Stackato knows no other unit, and fractions of G only. */
function memspec(text: string): number | undefined {
  const [, mega, giga] = /^(?:(\d+)(?:MB?)?|(\d+(?:\.\d*)?|\.\d+)GB?)$/i.exec(text.trim()) ?? [];
  if (mega !== undefined) return Number(mega);
  return giga === undefined ? undefined : Math.floor(Number(giga) * 1024);
}
