// What the target does not have, as a finding: named with where and when it was asked, for both may be others by now.
import { askedAt } from '../base/targetKnowledge';
import type { TargetKnowledge } from '../base/targetKnowledge';
import { closest, listed, shown } from '../base/words';
import type { Finding } from '../checks/rule';
import { isNull } from '../yaml/tree';
import type { Scalar } from '../yaml/tree';
import type { CloudFoundryContext } from './context';

export interface Absent {
  at: Scalar;
  /** "stack", as in "no stack `x`". */
  what: string;
  /** What it has instead. */
  names: string[];
  /** Those of them that are likely meant, if not just those that are spelled alike. */
  likely?: string[];
  /** What to do, as a sentence. */
  advice: string;
}

/** "There is no stack `cflinuxfs9` in `org/space` at api.example.com (asked 14:03). Did you mean …?" */
export function missingThere(absent: Absent, target: TargetKnowledge): Finding {
  const { at, what, names, advice, likely = closest(at.text, names) } = absent;
  const hint = likely.length ? `Did you mean ${listed(likely)}?` : advice;
  return {
    at,
    message: `There is no ${what} ${shown(at.text)} in ${askedAt(target)}. ${hint}`,
    ...(likely.length && { data: { fix: 'replace', with: likely } }),
  };
}

/** The text is the final one: neither empty nor with `((variables))`. */
export const isFinal = (scalar: Scalar | undefined, { platform }: Pick<CloudFoundryContext, 'platform'>) =>
  scalar !== undefined && !isNull(scalar) && scalar.text.trim() !== '' && !platform.placeholder.test(scalar.text);
