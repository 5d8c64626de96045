import type { FixData } from '../../checks/fixData';
import type { Format, Issue } from '../../checks/rule';
import { parseMemory } from '../../base/sizes';
import { goType, received } from '../../yaml/roundTrip';
import { wrong } from './issue';

/** `1024` → `1024M` or `1024G`, whichever is likely first; `1 G` → `1G`, `512 megabytes` → `512M`. */
export function withUnit(value: string): FixData | undefined {
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*([KMGT])?\w*\s*$/i.exec(value) ?? [];
  if (!amount) return undefined;
  const joined = value.replace(/\s+/g, '');
  if (joined !== value && 'bytes' in parseMemory(joined)) return { fix: 'replace', with: [joined] };
  const units = unit ? [unit.toUpperCase()] : Number(amount) < 16 ? ['G', 'M'] : ['M', 'G'];
  const sizes = units.map((one) => amount + one).filter((size) => 'bytes' in parseMemory(size));
  return sizes.length ? { fix: 'replace', with: sizes } : undefined;
}

/** The platform takes a blank size for one that is not given. */
export const blank = (label: string, written: string): Issue => ({
  message: `${label} is ${written.trim() ? `\`${written}\`` : 'empty'}, which is as if it were not given: write a size such as \`512M\`, or leave it out`,
  severity: 'information',
});

export const memory: Format = (scalar, _schema, label) => {
  const { type, text } = received(scalar);
  // `nO`: a text to cf, which passes it on without quotes, and then `false` to the platform.
  const isFalse = type === 'boolean' && text === 'false' && goType(scalar) === 'string';
  if (text.trim() === '' || isFalse) return blank(label, scalar.text);
  return wrong(parseMemory(text), withUnit(text));
};
