// Waiting for what a foundation does on its own: jobs, packages, builds.
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Api, Request } from './api';
import { ApiFailure, refused } from './apiFailure';
import type { Refusal } from './apiFailure';

interface Job {
  state: 'PROCESSING' | 'POLLING' | 'COMPLETE' | 'FAILED';
  errors?: Refusal['errors'];
}

/** Milliseconds: the first question comes soon, later ones more and more rarely; so long the API may be away. */
const pauses = { first: 100, most: 2000, growth: 1.5 };
const away = 120_000;

/** Asks until `isOver`. An API that restarts meanwhile is asked again, for two minutes. Throws ApiFailure, or the signal's reason. */
export async function poll<T>(
  ask: () => Promise<T>,
  isOver: (state: T) => boolean,
  signal: AbortSignal | undefined,
  { now = Date.now, patience = away }: { now?: () => number; patience?: number } = {},
): Promise<T> {
  let answeredAt = now();
  for (let pause = pauses.first; ; pause = Math.min(pauses.most, pause * pauses.growth)) {
    try {
      const state = await ask();
      if (isOver(state)) return state;
      answeredAt = now();
    } catch (error) {
      if (!(error instanceof ApiFailure && error.isPassing) || now() - answeredAt > patience) throw error;
    }
    await delay(pause, undefined, { signal });
  }
}

/** Resolves when what was asked for is done, and not only begun. */
export async function finished(api: Api, { job }: Answer<unknown>, request: Request): Promise<void> {
  if (!job) return;
  const { state, errors = [] } = await poll(
    () => api.get<Job>(job, { ...request, json: undefined, body: undefined }),
    (one) => one.state === 'COMPLETE' || one.state === 'FAILED',
    request.signal,
  );
  if (state === 'FAILED') throw refused(request.what, api.target, { status: 422, errors });
}
