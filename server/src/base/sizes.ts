// Sizes of memory, disk and logs as each platform's grammar reads them: every function parses a text, or says what is wrong with it.
import type { PlatformId } from './protocol';
import { shown } from './words';
import type { Wrong } from './words';

const units: Record<string, number> = { B: 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** `1.5G` → bytes. All units are powers of 1024, in any case, with or without `i` and `B`; the unit is needed. One good line is enough. */
export function parseBytes(text: string): { bytes: number } | Wrong {
  const size = /^(-?\d+(?:\.\d+)?)(.*)$/s.exec(text);
  if (!size)
    return /^\s+-?\d/.test(text)
      ? { wrong: `${shown(text)} begins with a blank, so the platform takes it for no number: remove the blank` }
      : { wrong: `${shown(text)} is not a number with a unit, such as \`512M\` or \`1G\`` };
  const [, number = '', unit = ''] = size;
  const [, amount, letter = 'B'] = /^(-?\d+(?:\.\d+)?)(?:B|([KMGT])i?B?)$/im.exec(withoutBlanksBehind(text)) ?? [];
  if (amount) return { bytes: Math.trunc(Number(amount) * units[letter.toUpperCase()]!) };
  if (unit.trim() === '')
    return { wrong: `\`${number}\` lacks a unit: write \`${number}M\` for megabytes or \`${number}G\` for gigabytes` };
  const [blank = '', known] = /^\s*([KMGT]i?B?|B)?/i.exec(unit)!;
  const rest = unit.slice(blank.length);
  if (known && rest === '')
    return { wrong: `No space is allowed between number and unit: write \`${number}${known}\`` };
  if (known && rest.trim() === '')
    return {
      wrong: `Behind \`${number}${known}\` stands ${codePoints(rest)}, which the platform does not take for a blank: remove it`,
    };
  return {
    wrong: `${shown(unit.trim())} is not a unit the platform knows: use B, K, M, G or T (or KB, MB, GB, TB), such as \`512M\``,
  };
}

/** Only the blanks of ASCII are blanks to Ruby's `strip`. */
const withoutBlanksBehind = (text: string): string => text.replace(/(?<![\0\t-\r ])[\0\t-\r ]+$/, '');

/** For messages about what cannot be seen: `U+00A0`. */
const codePoints = (text: string): string =>
  [...text].map((char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`).join(' ');

export const wholeMegabytes = (bytes: number): number => Math.trunc(bytes / units.M!);

/** Memory and disk: at least one megabyte, for the platform counts in whole ones. */
export function parseMemory(text: string): { bytes: number } | Wrong {
  const size = parseBytes(text);
  if ('wrong' in size || wholeMegabytes(size.bytes) > 0) return size;
  return {
    wrong: `\`${text.trim()}\` is less than 1 MB: the value must be greater than 0 MB, and the platform cuts off fractions of a megabyte`,
  };
}

/** Bytes of log output per second; `-1` is unlimited, `0` none. */
export function parseLogRate(text: string): { bytes: number } | Wrong {
  if (text === '-1' || text === '0') return { bytes: Number(text) };
  const size = parseBytes(text);
  if ('wrong' in size) return { wrong: `${size.wrong}; only \`-1\` (unlimited) and \`0\` (none) stand without one` };
  if (size.bytes < -1) return { wrong: 'A log rate must be greater than or equal to -1, which means unlimited' };
  if (size.bytes >= 2 ** 63)
    return { wrong: 'A log rate must be less than 2^63 bytes per second; `-1` means unlimited' };
  return size;
}

/** Stackato: `256`, `256M`, `1.5G` → MB. The client takes no other unit; documents also write `256MB`, which `unofficial` marks. */
export function parseMemspec(text: string): { megabytes: number; unofficial?: true } | Wrong {
  const spec = text.trim();
  const whole = /^(\d+)([mM]?)$/.exec(spec);
  if (whole) return { megabytes: Number(whole[1]) };
  const giga = /^(\d+(?:\.\d*)?|\.\d+)[gG]$/.exec(spec);
  if (giga) return { megabytes: Number(giga[1]) * 1024 };
  const withB = /^(.*[mMgG])[bB]$/.exec(spec);
  if (withB) {
    const inner = parseMemspec(withB[1]!);
    return 'wrong' in inner ? inner : { ...inner, unofficial: true };
  }
  if (/^\d*\.\d+[mM]?$/.test(spec))
    return { wrong: `\`${text}\` is no memory size: only G takes decimals, such as \`1.5G\`; MB are whole numbers` };
  return {
    wrong: `\`${text}\` is no memory size: write a number of MB or one with M or G, such as \`256M\` or \`1.5G\``,
  };
}

/** What `memory:` or `disk:` means to a platform, in whole megabytes. */
export function parseMegabytes(text: string, platform: PlatformId): { megabytes: number } | Wrong {
  if (platform === 'cloudfoundry') {
    const size = parseMemory(text);
    return 'wrong' in size ? size : { megabytes: wholeMegabytes(size.bytes) };
  }
  const size = parseMemspec(text);
  return 'wrong' in size ? size : { megabytes: Math.floor(size.megabytes) };
}

/** Megabytes of a size that either platform takes; undefined for any other text. */
export function megabytesOnAny(text: string): number | undefined {
  const sizes = (['cloudfoundry', 'stackato'] as const).map((platform) => parseMegabytes(text, platform));
  return sizes.flatMap((size) => ('wrong' in size ? [] : size.megabytes))[0];
}

/** Memory of a Cloud Foundry sidecar, where a whole number without a unit counts in megabytes: `64`, `1G`. */
export function parseSidecarMemory(text: string): { bytes: number } | Wrong {
  if (/^[-+]?\d+$/.test(text)) return parseMemory(`${text.replace('+', '')}M`);
  if (/^\s*[-+]?\d+(\.\d+)?\s*$/.test(text))
    return { wrong: `${shown(text)} has no unit, so it counts in megabytes and must be an integer without blanks` };
  return parseMemory(text);
}

/** `1536M` → `1.5 GB (1,610,612,736 bytes)`, for people. */
export function describeBytes(bytes: number): string {
  const unit = ['T', 'G', 'M', 'K'].find((one) => Math.abs(bytes) >= units[one]!);
  const exact = `${bytes.toLocaleString('en-US')} bytes`;
  return unit ? `${Number((bytes / units[unit]!).toFixed(2))} ${unit}B (${exact})` : exact;
}
