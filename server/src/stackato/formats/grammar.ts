import type { FixData } from '../../checks/fixData';
import type { Format } from '../../checks/rule';

/** A grammar that only says what is wrong; `fix` may know what was meant. */
export const grammar =
  (problem: (text: string) => string | undefined, fix?: (text: string) => string[]): Format =>
  (scalar) => {
    const message = problem(scalar.text);
    const likely = message ? (fix?.(scalar.text) ?? []) : [];
    return message
      ? { message, ...(likely.length && { data: { fix: 'replace', with: likely } as FixData }) }
      : undefined;
  };
