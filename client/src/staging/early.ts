// What is wrong before anything was made ends like any staging: with a problem and a result.
import { EngineError } from './engines/engine';
import type { Report, ResultEvent } from './events';
import { exitCodes } from './events';
import { StagingFailure } from './failure';
import { Journal } from './journal';

/** Reports why a request could not be made or an engine not be found; `manifest` is where the problem is to be mended. */
export function reportEarly(error: unknown, report: Report, manifest?: string, application?: string): ResultEvent {
  const { outcome, message, details } = asFailure(error);
  new Journal(report, (text) => text).problemAt(manifest, details.at, {
    code: details.code ?? outcome,
    severity: 'error',
    message,
    related: details.related,
  });
  const result: ResultEvent = {
    event: 'result',
    application,
    outcome,
    exitCode: exitCodes[outcome],
    ms: 0,
    phases: {},
  };
  report(result);
  return result;
}

function asFailure(error: unknown): StagingFailure {
  if (error instanceof StagingFailure) return error;
  const outcome = error instanceof EngineError ? 'EngineUnavailable' : 'StagingError';
  return new StagingFailure(outcome, '', error instanceof Error ? error.message : String(error));
}
