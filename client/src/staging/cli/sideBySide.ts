// The applications of one call of `stage`: some at a time, and what is said when all have ended.
import { cpus } from 'node:os';
import { Slots } from '../../../../server/src/base/slots';
import { runPrePush } from '../runPrePush';
import type { Report, ResultEvent } from '../report/events';
import type { StageRequest } from '../report/request';
import { duration, size } from '../report/units';
import { reportEarly } from '../stage/outcome';
import type { Stager } from '../stage/stager';
import { table, visible } from './table';
import { outcomeWords } from '../report/outcomeWords';

export interface ChosenApp {
  name: string;
  report: Report;
  /** Or why the application cannot be staged as it is. */
  request: StageRequest | Error;
}

export interface Together {
  manifest?: string;
  signal: AbortSignal;
  /** One that fails stops the others. */
  failFast: boolean;
  /** Hooks may run on this machine. */
  allowPrePush: boolean;
  /** At a time; the default is one for each core. */
  jobs?: number;
}

/** The results in the order of the applications. */
export async function stageAll(
  apps: ChosenApp[],
  stager: Stager | undefined,
  together: Together,
): Promise<ResultEvent[]> {
  const stopOthers = new AbortController();
  const signal = AbortSignal.any([together.signal, stopOthers.signal]);
  const slots = new Slots(together.jobs ?? cpus().length);
  return await Promise.all(
    apps.map((app) =>
      slots.take(async () => {
        const result = await stageOne(app, stager, { ...together, signal });
        if (together.failFast && result.exitCode !== 0) stopOthers.abort();
        return result;
      }),
    ),
  );
}

async function stageOne(
  { name, report, request }: ChosenApp,
  stager: Stager | undefined,
  { manifest, signal, allowPrePush }: Together,
): Promise<ResultEvent> {
  try {
    if (request instanceof Error) throw request;
    await prePush(request, report, allowPrePush, signal);
    return await stager!.stage(request, report, signal);
  } catch (error) {
    // Cancelled in a hook: said as for any other moment.
    if (!(request instanceof Error) && signal.aborted) return await stager!.stage(request, report, signal);
    return reportEarly(error, report, manifest, name);
  }
}

/** Hooks for this machine run only when the user says so. */
export async function prePush(
  { application }: StageRequest,
  report: Report,
  allowed: boolean,
  signal: AbortSignal,
): Promise<void> {
  const commands = application.hooks['pre-push'] ?? [];
  if (!commands.length) return;
  const say = (text: string) => report({ event: 'log', phase: 'prepare', stream: 'stdout', text });
  if (allowed) await runPrePush(application, say, signal);
  else say(`Not run: ${commands.length} pre-push hooks, because they run on this machine. --pre-push allows them.`);
}

/** An application of the manifest and its result; without one it was skipped, because it runs an image. */
export interface Ended {
  name: string;
  image?: string;
  result?: ResultEvent;
}

export const skippedBecause = (image: string): string => `skipped: runs the image ${image}`;

/** The last event of `--all --json`. */
export function summaryEvent(ended: Ended[]) {
  const names = (of: (one: Ended) => boolean) => ended.filter(of).map(({ name }) => name);
  return {
    event: 'summary',
    staged: names(isStaged).length,
    failed: names((one) => one.result !== undefined && !isStaged(one)),
    skipped: names(({ result }) => result === undefined),
  };
}

/** The last lines of `--all`: a row for each application, then `1 of 3 staged. Failed: b. Skipped: c.` */
export function summaryLines(ended: Ended[]): string[] {
  const rows = ended.map(({ name, image, result }) =>
    result
      ? [name, outcomeWords(result.outcome), duration(result.ms), result.size === undefined ? '' : size(result.size)]
      : [name, skippedBecause(image ?? '')],
  );
  const { staged, failed, skipped } = summaryEvent(ended);
  const last = [
    `${staged} of ${ended.length} staged`,
    ...(failed.length ? [`Failed: ${failed.join(', ')}`] : []),
    ...(skipped.length ? [`Skipped: ${skipped.join(', ')}`] : []),
  ];
  return [...table(rows), `${last.join('. ')}.`].map(visible);
}

const isStaged = ({ result }: Ended) => result?.outcome === 'staged';
