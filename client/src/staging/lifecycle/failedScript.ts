// A script of a buildpack that failed, explained: the cause first, and the files that its output names.
import { notStarted } from '../causes/kinds';
import { detailsOf, sentence } from '../causes/sentence';
import type { Outcome } from '../report/events';
import { StagingFailure } from '../report/failure';
import type { ScriptName, StagedBuildpack } from './stagedBuildpack';
import type { ScriptEnd } from './runScript';
import { plain } from '../report/outputLines';

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
  const message = sentence(cause, `bin/${script} of ${buildpack.key} failed (${end.description})`);
  // A script that says one line has said it in the message.
  const repeated = end.lastWords.every((line) =>
    message.includes(
      plain(line)
        .trim()
        .replace(/[.:]+$/, ''),
    ),
  );
  return new StagingFailure(outcome, `${logged}: ${end.description}`, message, {
    at: buildpack.at,
    related: [...(repeated ? [] : end.lastWords), ...also],
    ...detailsOf(cause),
  });
}
