// A build on a foundation, with its log while it goes on: the phases are those of a staging in a sandbox.
import type { Api } from '../../foundation/api';
import { ApiFailure } from '../../foundation/apiFailure';
import type { App, Lifecycle } from '../../foundation/apps';
import { endOf, startBuild } from '../../foundation/builds';
import type { Build } from '../../foundation/builds';
import type { Foundation } from '../../foundation/foundation';
import { LogReader } from '../../foundation/logCache';
import type { LogLine } from '../../foundation/logCache';
import type { Package } from '../../foundation/packages';
import { StagingFailure } from '../../report/failure';
import type { Journal } from '../../report/journal';
import type { StageRequest } from '../../report/request';
import type { Attempt } from '../staging';
import { BuildWatch } from './buildFailure';
import { limitsOf, refusedBuildpack } from './lifecycle';
import { PhaseLines } from './phaseLines';
import type { Step } from './phaseLines';
import { making } from './undo';

export interface Order {
  app: App;
  isMade: boolean;
  package: Package;
  lifecycle: Lifecycle;
}

/** Answers the droplet's guid. Throws StagingFailure for a build that fails. */
export async function build(
  foundation: Foundation,
  api: Api,
  { request, journal, signal }: Attempt,
  { app, isMade, package: source, lifecycle }: Order,
): Promise<string> {
  const named = request.buildpacks.map(({ value }) => value);
  const phases = new Phases(journal);
  phases.enter({ phase: 'buildpacks' });
  const lines = new PhaseLines(named);
  const watch = new BuildWatch();
  let log: LogReader | undefined;
  let started: Build | undefined;
  try {
    started = await making(signal, (until) => startBuild(api, app, source, lifecycle, limitsOf(request), until)).catch(
      (error: unknown) => {
        throw refusedBuild(error, request, app);
      },
    );
    const line = ({ text, stream, at }: LogLine) => {
      const step = lines.next(text);
      if (step) phases.enter(step, at);
      phases.heard(at);
      watch.add(text);
      return journal.whenTaken(() => journal.log(text, stream));
    };
    log = await follow(foundation, app, started, { line, journal, signal });
    const end = await endOf(api, started, signal);
    await log?.end();
    if (end.state === 'STAGED' && end.droplet) {
      phases.end('done');
      return end.droplet.guid;
    }
    const { failure, phase } = watch.failure(end.error, named.at(-1) ?? phases.buildpack);
    if (phase && phase !== journal.phase) phases.enter({ phase, buildpack: named.at(-1) });
    throw failure;
  } catch (error) {
    phases.end('failed');
    if (signal.aborted && started && !isMade)
      journal.log(
        `The platform lets nobody end a build of the app ${app.name}, which was there before: it goes on to its end, and its droplet is used for nothing`,
        'stderr',
      );
    throw error;
  }
}

/** Undefined when there is no log-cache; a log that cannot be read is no reason to stop. */
async function follow(
  foundation: Foundation,
  { guid }: App,
  { created_at }: Build,
  { line, journal, signal }: { line(line: LogLine): unknown; journal: Journal; signal: AbortSignal },
): Promise<LogReader | undefined> {
  const lost = (why: string) => journal.log(`The build goes on, but its log cannot be read. ${why}`, 'stderr');
  const logCache = await foundation.logCache(signal).catch((error: Error) => {
    signal.throwIfAborted();
    return void lost(error.message);
  });
  if (!logCache) return undefined;
  const since = BigInt(Date.parse(created_at)) * 1_000_000n;
  return new LogReader(logCache, guid, since, { line, lost }, signal);
}

function refusedBuild(error: unknown, request: StageRequest, { name }: App): unknown {
  if (!(error instanceof ApiFailure && error.has('StagingInProgress'))) return refusedBuildpack(error, request);
  return new StagingFailure(
    'StagingError',
    '',
    `${name} is being staged there already: the platform does one at a time for each app.`,
    {
      code: 'StagingInProgress',
      remedies: [{ advice: 'Wait for the end of the other staging, then stage once more' }],
    },
  );
}

/** Phases that are told by lines: each ends when the next begins, by the clock that the lines have. */
class Phases {
  private now: (Step & { started: number; at?: number }) | undefined;
  private last: number | undefined;

  constructor(private readonly journal: Journal) {}

  get buildpack(): string | undefined {
    return this.now?.buildpack;
  }

  /** `at`: milliseconds of the line that told it. */
  enter(step: Step, at?: number): void {
    this.end('done', at);
    this.now = { ...step, started: performance.now(), at };
    this.journal.begin(step.phase, step);
  }

  /** A line has come, which is the latest so far. */
  heard(at: number): void {
    this.last = at;
  }

  end(state: 'done' | 'failed', at = this.last): void {
    const { now } = this;
    this.now = undefined;
    if (!now) return;
    // The lines come in bursts, and late.
    const took = now.at === undefined || at === undefined ? undefined : Math.max(0, at - now.at);
    const started = took === undefined ? now.started : performance.now() - took;
    this.journal.finish(now.phase, state, { buildpack: now.buildpack }, started);
  }
}
