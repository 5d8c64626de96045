// What becomes of the container at the end of a staging: it goes, or it stays where a staging failed, for a look inside or another try.
import { shellWord } from '../engines/shellScript';
import type { Phase, Report, ResultEvent } from '../report/events';
import type { Staging } from './staging';

/** A staging that failed, with its container: it goes when it is released, and at the latest with us. */
export interface FailedStaging {
  /** Goes on at the phase that failed, with what has changed in the app and its buildpacks; undefined where that cannot be. */
  again?: (report: Report, signal: AbortSignal, hold: Hold) => Promise<ResultEvent>;
  release(): Promise<void>;
}

/** Gets what a failure leaves. */
export type Hold = (failed: FailedStaging) => void;

/** Packing takes the app's folder apart; before it is inside there is nothing to go on with. */
const canGoOn = ({ steps }: Staging, phase: Phase): boolean =>
  steps.has('upload') && phase !== 'package' && phase !== 'download';

/**
 * Ends everything inside. When the container is kept it answers the command that opens a shell where the staging failed; `hold` is
 * for who goes on with it, and without `hold` it outlives us.
 */
export async function cleanUp(
  staging: Staging,
  outcome: ResultEvent['outcome'],
  hold?: Hold,
  again?: FailedStaging['again'],
): Promise<string | undefined> {
  const { sandbox, journal, request, context } = staging;
  if (!sandbox) return undefined;
  const failedIn = journal.phase;
  const keep = request.keepFailed && context && outcome !== 'staged' && outcome !== 'Cancelled';
  return (
    (await journal.run('cleanup', { detail: keep ? 'the container is kept' : undefined }, async () => {
      try {
        if (!keep) return await sandbox.destroy();
        const shell = shellIn(staging);
        await (hold ? sandbox.hold() : sandbox.keep());
        hold?.({ again: canGoOn(staging, failedIn) ? again : undefined, release: () => sandbox.destroy() });
        return shell;
      } catch (error) {
        journal.log(`The container could not be ${keep ? 'kept' : 'removed'}: ${(error as Error).message}`, 'stderr');
      }
    })) ?? undefined
  );
}

/** A shell as the scripts were run, with the last of them to run again. */
function shellIn({ context, journal }: Staging): string {
  const { sandbox, user, env, step, cwd } = context!;
  if (step) journal.log(`The last step was: ${step.argv.map(shellWord).join(' ')}`);
  return sandbox.shellCommand({ user, cwd: sandbox.path(step?.cwd ?? cwd), env }, step?.argv);
}
