// From whatever ended a staging to its outcome, its last log line and the problem the user sees.
import { EngineError, EngineGone, isAbsent } from '../engines/engine';
import type { Outcome, ProblemEvent, Related, Report, ResultEvent } from '../report/events';
import { exitCodes } from '../report/events';
import { StagingFailure } from '../report/failure';
import type { NamedPlace } from '../report/failure';
import { Journal, positionOf } from '../report/journal';
import { placeInApp } from './placeInApp';
import { doing } from '../report/stageLog';
import { isSystemError, systemFailure } from '../report/systemReason';
import type { Attempt } from './staging';
import { outOfMemory } from './warnings';
import type { Remedy } from '../../../../server/src/base/remedy';
import { pathsWithApp } from './otherPath';
import { dirname } from 'node:path';

type End = Pick<ResultEvent, 'outcome' | 'exitCode'>;

/** Reports the problem of a failed staging and answers its outcome. */
export async function explain(error: unknown, staging: Attempt, { cancelled }: { cancelled: boolean }): Promise<End> {
  const { request, journal } = staging;
  if (cancelled) return end('Cancelled');
  if (staging.timeLimit.expired) {
    const limit = `${request.timeoutSeconds} s`;
    journal.log(`Staging time expired: exceeded ${limit} timeout`, 'stderr');
    journal.problemAt(request.manifest, request.application.name, {
      code: 'StagingTimeExpired',
      severity: 'error',
      message: `Staging was stopped after ${limit}, its time limit, in phase “${journal.phase}”. See what the log waits for.`,
      remedies: [
        {
          advice: 'More time can be allowed, but the platform stops at 15 minutes',
          setting: 'staging.timeoutMinutes',
          option: '--timeout SECONDS',
        },
      ],
    });
    return end('StagingTimeExpired');
  }
  const isGone = error instanceof EngineGone;
  const failure = asFailure(isGone ? error.during(doing(journal.phase, journal.buildpack)) : error);
  if (failure.logged) journal.log(failure.logged, 'stderr');
  const memory = isGone ? undefined : await outOfMemory(staging, 'error');
  await reportFailure(failure, staging, memory);
  return end(failure.outcome);
}

type Problem = Omit<ProblemEvent, 'event'>;

/**
 * A problem on what can be mended in the manifest, one in the file of the app that the output names, and one on the memory when
 * it was too little; each refers to the first, and that to all.
 */
async function reportFailure(
  { outcome, message, details }: StagingFailure,
  staging: Attempt,
  memory?: Problem,
): Promise<void> {
  const { request, platform, journal, sandbox } = staging;
  const { code = outcome } = details;
  const paths = outcome === 'NoAppDetected' ? await otherPaths(staging) : [];
  const remedies = [...paths, ...(details.remedies ?? [])];
  const about = { code, severity: 'error', remedies } as const;
  const { app, appAlias } = platform.paths;
  const inside = [sandbox?.path(app) ?? app, app, appAlias];
  const inApp = (places: readonly NamedPlace[]) => placeInApp(places, request.application.path.value, inside);
  const at =
    (await inApp(details.inApp ? [details.inApp] : [])) ??
    positionOf(request.manifest, details.at ?? (paths.length ? pathOf(staging) : defaultPlace(staging, outcome)));
  const top = inside.find((path) => message.startsWith(`${path}/`));
  const main = { ...about, message: top ? message.slice(top.length + 1) : message, ...at };
  const lines = (details.related ?? []).map((line) => ({ message: line }));

  const { named } = details;
  const place = named && (await inApp(named.places));
  const there = place && { ...about, message: named.message, ...place };
  const others: Problem[] = [memory, there].filter((one) => one !== undefined);
  const referring = (other: Problem) => ({ ...other, related: [asRelated(main)] });
  if (memory) journal.problem(referring(memory)); // the deepest cause comes first
  journal.problem({ ...main, related: [...others.map(asRelated), ...lines] });
  if (there) journal.problem(referring(there));
}

const asRelated = ({ message, file, line, column }: Problem): Related => ({ message, file, line, column });

/** The path, or the application, where one can be added. */
const pathOf = ({ request: { application } }: Attempt) =>
  application.path.range ? application.path : application.name;

async function otherPaths({ request: { manifest, application } }: Attempt): Promise<Remedy[]> {
  return manifest === undefined ? [] : pathsWithApp(application.path, dirname(manifest));
}

const end = (outcome: Outcome): End => ({ outcome, exitCode: exitCodes[outcome] });

function asFailure(error: unknown): StagingFailure {
  if (error instanceof StagingFailure) return error;
  if (error instanceof EngineError)
    return new StagingFailure(isAbsent(error) ? 'EngineUnavailable' : 'StagingError', '', error.message, {
      code: error.code,
      remedies: error.remedies,
    });
  if (isSystemError(error)) return new StagingFailure('StagingError', '', systemFailure(error));
  const message = error instanceof Error ? error.message : String(error);
  return new StagingFailure(
    'StagingError',
    message,
    `Staging stopped because of an unexpected error: ${message}. The log of this run has the details; please report it if it happens again.`,
    { related: error instanceof Error && error.stack ? error.stack.split('\n').slice(0, 8) : undefined },
  );
}

/** Detection and building are mended at the buildpacks; when none is named, at the application. */
function defaultPlace({ request }: Attempt, outcome: Outcome) {
  const aboutBuildpacks = [
    'NoAppDetected',
    'BuildpackSupplyFailed',
    'BuildpackCompileFailed',
    'BuildpackReleaseFailed',
  ];
  return (aboutBuildpacks.includes(outcome) ? request.buildpacks.at(-1) : undefined) ?? request.application.name;
}

/** Reports that the user has cancelled before anything was made. */
export function reportCancelled(report: Report): ResultEvent {
  return reportEnd('Cancelled', report);
}

function reportEnd(outcome: Outcome, report: Report, application?: string): ResultEvent {
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

/** Reports why a request could not be made or an engine not be found; `manifest` is where the problem is to be mended. */
export function reportEarly(error: unknown, report: Report, manifest?: string, application?: string): ResultEvent {
  const { outcome, message, details } = asFailure(error);
  new Journal(report, (text) => text).problemAt(manifest, details.at, {
    code: details.code ?? outcome,
    severity: 'error',
    message,
    remedies: details.remedies,
    related: details.related?.map((line) => ({ message: line })),
  });
  return reportEnd(outcome, report, application);
}
