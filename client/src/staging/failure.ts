// The one error type that ends a staging on purpose, with its outcome and where the user can mend it.
import type { Located } from '../../../server/src/protocol';
import type { Outcome, ProblemEvent } from './events';

export interface FailureDetails {
  /** The value of the manifest that can mend it. */
  at?: Located<unknown>;
  /** A source file below the app's folder, with a 1-based line, when the output names one. */
  related?: string[];
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

/** A problem event at a value of the manifest; without a range it has no position. */
export function problemAt(
  manifest: string | undefined,
  at: Located<unknown> | undefined,
  problem: Pick<ProblemEvent, 'code' | 'severity' | 'message' | 'related'>,
): ProblemEvent {
  const range = at?.range;
  return {
    event: 'problem',
    ...problem,
    ...(manifest && range
      ? {
          file: at?.uri ? uriToPath(at.uri) : manifest,
          line: range.start.line + 1,
          column: range.start.character + 1,
          endLine: range.end.line + 1,
          endColumn: range.end.character + 1,
        }
      : {}),
  };
}

function uriToPath(uri: string): string {
  return uri.startsWith('file:') ? decodeURIComponent(new URL(uri).pathname) : uri;
}
