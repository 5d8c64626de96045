// One staging, from a resolved request to its result, and what becomes of its container.
import type { Engine } from '../engines/engine';
import { writeTogether } from '../files/outputs';
import { Sent } from '../files/sent';
import { platforms } from '../platforms';
import type { Report, ResultEvent } from '../report/events';
import { Journal } from '../report/journal';
import { secretMask } from '../report/redact';
import type { StageRequest } from '../report/request';
import { cleanUp } from './keep';
import type { FailedStaging, Hold } from './keep';
import { explain } from './outcome';
import { resultText, runPhases } from './phases';
import type { Matter, Staging } from './staging';
import { Steps } from './steps';
import { TimeLimit } from './timeLimit';

/**
 * Stages one application. Never rejects: whatever happens ends in a result event, which is reported last and returned.
 * Aborting `signal` ends everything inside at once and leaves nothing behind. `hold` gets what a failure leaves, when the request
 * wants it kept; without `hold` that outlives us.
 */
export function stage(
  request: StageRequest,
  engine: Engine,
  report: Report,
  signal: AbortSignal,
  hold?: Hold,
): Promise<ResultEvent> {
  return perform(matterOf(request, engine, new Sent(hold !== undefined)), report, signal, hold);
}

/** Nothing of it is done yet. */
export const matterOf = (request: StageRequest, engine: Engine, sent: Sent): Matter => ({
  ...{ request, engine, sent, platform: platforms[request.platform], steps: new Steps() },
});

/** Does what has not been done yet; answers as `stage`. The container of a matter with checkpoints stays, however it ends. */
export async function perform(matter: Matter, report: Report, signal: AbortSignal, hold?: Hold): Promise<ResultEvent> {
  const { request } = matter;
  const started = performance.now();
  const timeLimit = new TimeLimit(request.timeoutSeconds);
  const staging: Staging = {
    ...matter,
    journal: new Journal(report, secretMask(request), signal),
    signal: AbortSignal.any([signal, timeLimit.signal]),
    timeLimit,
  };
  staging.journal.recall(matter.checkpoints?.transcript ?? []);
  if (staging.context) staging.context = { ...staging.context, journal: staging.journal, signal: staging.signal };
  let end: Partial<ResultEvent> & Pick<ResultEvent, 'outcome' | 'exitCode'>;
  try {
    timeLimit.start();
    end = { outcome: 'staged', exitCode: 0, ...(await runPhases(staging)) };
  } catch (error) {
    end = await explain(error, staging, { cancelled: signal.aborted });
    // Who stops the builder gets no result from it.
    if (staging.signal.aborted) delete staging.result;
    else if (staging.result && request.result)
      await writeTogether({ [request.result]: resultText(staging) }).catch(() => {});
  }
  timeLimit.stop();
  // The next try goes on with them.
  Object.assign(matter, { sandbox: staging.sandbox, context: staging.context });
  const again: FailedStaging['again'] = (...again) => perform(matter, ...again);
  const shell = matter.checkpoints ? undefined : await cleanUp(staging, end.outcome, hold, again);
  const result: ResultEvent = {
    event: 'result',
    application: request.application.name.value,
    ...end,
    ...(staging.result ? { result: staging.result } : {}),
    ...(shell ? { shell } : {}),
    ms: Math.round(performance.now() - started),
    phases: staging.journal.times,
  };
  report(result);
  return result;
}
