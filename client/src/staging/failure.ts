// The one error type that ends a staging on purpose, with its outcome and where the user can mend it.
import type { Located } from '../../../server/src/protocol';
import type { Outcome } from './events';

export interface FailureDetails {
  /** The value of the manifest that can mend it. */
  at?: Located<unknown>;
  /** More to read: a script's last words. */
  related?: string[];
  /** Code of the problem when it is not the outcome. */
  code?: string;
}

export class StagingFailure extends Error {
  /**
   * @param outcome what the staging ends with
   * @param logged the reference's own words, for the log
   * @param message for the user: what happened, why, what next
   */
  constructor(
    readonly outcome: Exclude<Outcome, 'staged'>,
    readonly logged: string,
    message: string,
    readonly details: FailureDetails = {},
  ) {
    super(message);
    this.name = 'StagingFailure';
  }
}
