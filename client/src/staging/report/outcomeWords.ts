// What the codes of outcomes mean, for people: the tree, the log, notifications and screen readers say the same words.
import type { Outcome } from './events';

/** How a staging of the past ended: as the engine said, or not at all, because the editor was closed or reloaded. */
export type PastOutcome = Outcome | 'Interrupted';

/** In English, by which translations are found. */
export const wordsOfOutcomes: Record<PastOutcome, string> = {
  staged: 'staged',
  Cancelled: 'cancelled',
  Interrupted: 'interrupted',
  StagingError: 'staging had to stop',
  BadInput: 'the app cannot be staged as it is',
  EngineUnavailable: 'the container engine does not answer',
  StagingTimeExpired: 'the time was up',
  NoAppDetected: 'no buildpack detected the app',
  BuildpackCompileFailed: 'a buildpack could not build the app',
  BuildpackReleaseFailed: 'a buildpack could not tell how to start the app',
  BuildpackSupplyFailed: 'a buildpack could not supply its part',
  HookFailed: 'a hook failed',
  RequirementsFailed: 'a required package could not be installed',
};

/** `no buildpack detected the app`: what follows “failed:” and stands alone in a list. */
export const outcomeWords = (outcome: PastOutcome): string => wordsOfOutcomes[outcome];

/** Those that the user wanted or caused, and that therefore are no failures. */
export const isFailure = (outcome: PastOutcome): boolean =>
  outcome !== 'staged' && outcome !== 'Cancelled' && outcome !== 'Interrupted';
