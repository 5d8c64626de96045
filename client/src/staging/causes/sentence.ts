// The sentence a person reads: the cause first, because a list of problems cuts what is long. What to do next are its remedies.
import type { Remedy } from '../../../../server/src/base/remedy';
import type { FailureDetails } from '../report/failure';
import type { Cause } from './tables/row';

/** `failed`: what failed and how, e.g. `bin/compile of ./bp failed (exit status 1)`. */
export function sentence(cause: Cause | undefined, failed: string): string {
  if (!cause) return `${failed}. It said nothing that tells why.`;
  // What goes over several sentences does not lead on to another one.
  const joint = /[^.…][.!?] /.test(cause.what) ? '. ' : ': ';
  return [`${cause.what}${joint}${failed}.`, cause.means].filter(Boolean).join(' ');
}

const trace: Remedy = { advice: 'Let it trace what it does (set -x) to see where it ends' };

/** What to do next, and the files that the output names with what is to be read there. */
export const detailsOf = (cause: Cause | undefined): Pick<FailureDetails, 'remedies' | 'named'> => ({
  remedies: [cause?.next ?? trace].filter(({ advice }) => advice),
  named: cause && { places: cause.places, message: `${cause.message}.` },
});
