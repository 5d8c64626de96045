import type { FixData } from '../../checks/fixData';
import type { Format, Issue } from '../../checks/rule';
import { parseMemory } from '../../base/sizes';
import { wrong } from './issue';

/** `1024` → `1024M` or `1024G`, whichever is likely first; `1 G` → `1G`. */
export function withUnit(value: string): FixData | undefined {
  const number = /^\s*(\d+(?:\.\d+)?)\s*(?:([KMGT])i?B?)?\s*\w*\s*$/i.exec(value);
  if (!number) return undefined;
  const joined = value.replace(/\s+/g, '');
  if (joined !== value.trim() && 'bytes' in parseMemory(joined)) return { fix: 'replace', with: [joined] };
  const amount = number[1]!;
  if (number[2]) return { fix: 'replace', with: [amount + number[2].toUpperCase()] };
  return { fix: 'replace', with: Number(amount) < 16 ? [`${amount}G`, `${amount}M`] : [`${amount}M`, `${amount}G`] };
}

/** The platform takes a blank size for one that is not given. */
export const blank = (label: string): Issue => ({
  message: `${label} is empty, which is as if it were not given: write a size such as \`512M\`, or leave it out`,
  severity: 'information',
});

export const memory: Format = (scalar, _schema, label) =>
  scalar.text.trim() ? wrong(parseMemory(scalar.text), withUnit(scalar.text)) : blank(label);
