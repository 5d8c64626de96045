// What becomes of a pod: its states as the API server tells them, through broken connections.
import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from './api';
import { ApiError } from './apiError';
import type { Pod } from './pod';
import { hasEnded } from './pod';

/** The states of a pod from now on, the present one first; ends when it has ended or is gone (then with undefined). */
export async function* podStates(
  api: Api,
  namespacePath: string,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Pod | undefined> {
  const field = encodeURIComponent(`metadata.name=${name}`);
  for (let failures = 0; ;) {
    try {
      const now = await api.request<Pod>('GET', `${namespacePath}/pods/${name}`, { signal });
      failures = 0;
      yield now;
      if (hasEnded(now)) return;
      const since = encodeURIComponent(now.metadata.resourceVersion ?? '');
      const path = `${namespacePath}/pods?watch=true&fieldSelector=${field}&resourceVersion=${since}&timeoutSeconds=300`;
      for await (const { type, object } of api.watch<Pod>(path, signal)) {
        if (type === 'DELETED') return yield undefined;
        if (type === 'ERROR') break; // the version is too old: look again
        yield object;
        if (hasEnded(object)) return;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiError && error.code === 404) return yield undefined;
      if (error instanceof ApiError && error.code < 500 && error.code !== 429) throw error;
      if (++failures > patience) throw error;
    }
    await delay(500, undefined, { signal });
  }
}

/** Tries at half a second each: an API server that restarts is back by then. */
const patience = 60;
