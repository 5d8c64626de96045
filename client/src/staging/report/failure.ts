// The one error type that ends a staging on purpose, with its outcome and where the user can mend it.
import type { Located } from '../../../../server/src/base/protocol';
import type { Remedy } from '../../../../server/src/base/remedy';
import type { Outcome } from './events';
import { systemReason } from './systemReason';

/** A file as a program inside named it: a path there, or relative to the app. */
export interface NamedPlace {
  file: string;
  /** 1-based. */
  line?: number;
  column?: number;
  /** Without a line: the line that holds this word. */
  holds?: string;
  /** It is meant only with this text: a buildpack may have written another in its place. */
  text?: string;
}

export interface FailureDetails {
  /** The value of the manifest that can mend it. */
  at?: Located<unknown>;
  /** The file of the app that can mend it: where the app has it, the problem stands there and not in the manifest. */
  inApp?: NamedPlace;
  /** More to read: a script's last words. */
  related?: string[];
  /** What to do next, when a setting or option is part of it. */
  remedies?: Remedy[];
  /** Files that the output names, most likely first: what is of the app among them gets a problem of its own, with this message. */
  named?: { places: NamedPlace[]; message: string };
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

  /** The same, to be mended at this value unless a better one is known. */
  at(value: Located<unknown>): StagingFailure {
    return new StagingFailure(this.outcome, this.logged, this.message, { at: value, ...this.details });
  }

  get remedies(): Remedy[] | undefined {
    return this.details.remedies;
  }
}

/** What was said at the bottom of it: the words in the log rather than the sentence for the user. */
export const wordsOf = (error: unknown): string =>
  (error instanceof StagingFailure && error.logged) || (error as Error).message;

/** A file or folder that was to be copied. In the words for one of the app: it ends a staging, as it would end a push. */
export class Unreadable extends StagingFailure {
  readonly why: string;

  constructor(
    readonly file: string,
    error: unknown,
  ) {
    const why = systemReason(error);
    super(
      'BadInput',
      `Cannot read ${file}: ${why}`,
      `${file} cannot be read: ${why}. A push would stop here, too. Make it readable, or list it in .cfignore if the app does not need it.`,
      { inApp: { file } },
    );
    this.why = why;
  }

  /** The same of a file that is not the app's; `whose`: `of the buildpack ./bp`. */
  of(whose: string, at?: Located<unknown>): StagingFailure {
    const said = `${this.file} ${whose} cannot be read: ${this.why}`;
    return new StagingFailure('BadInput', said, `${said}. Make it readable (chmod -R u+rX).`, { at });
  }
}

export function badInput(message: string, at?: Located<unknown>, ...remedies: Remedy[]): StagingFailure {
  return new StagingFailure('BadInput', '', message, { at, remedies });
}
