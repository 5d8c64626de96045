// A script of a buildpack that failed, explained: the cause first, and the files that its output names.
import { notStarted } from '../causes/kinds';
import { detailsOf, sentence } from '../causes/sentence';
import type { Outcome } from '../report/events';
import { StagingFailure } from '../report/failure';
import type { ScriptName, StagedBuildpack } from './stagedBuildpack';
import type { ScriptEnd } from './runScript';

/** `logged`: the reference's words, without how the script ended. `also`: more to read besides its last words. */
export function failedScript(
  outcome: Exclude<Outcome, 'staged'>,
  logged: string,
  {
    buildpack,
    script,
    end,
    also = [],
  }: { buildpack: StagedBuildpack; script: ScriptName; end: ScriptEnd; also?: string[] },
): StagingFailure {
  const cause = notStarted(script, end.description, buildpack) ?? end.cause;
  return new StagingFailure(
    outcome,
    `${logged}: ${end.description}`,
    sentence(cause, `bin/${script} of ${buildpack.key} failed (${end.description})`),
    { at: buildpack.at, related: [...end.lastWords, ...also], ...detailsOf(cause) },
  );
}
