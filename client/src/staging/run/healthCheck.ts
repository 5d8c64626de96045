// The health check of a process: what the platform expects of it, and the type http asked until it is answered by 200.
import { systemReason } from '../report/systemReason';
import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { isLate, within } from '../../../../server/src/base/deadline';
import type { Remediable } from '../../../../server/src/base/remedy';
import type { HealthCheck } from '../report/request';

/** With the platform's defaults. `none` has become `process`. */
export interface Check extends HealthCheck {
  type: string;
  timeoutSeconds: number;
}

export interface Told {
  /** The app can be reached now. */
  onListening(url: string): void;
  log(line: string): void;
  /** On the platform it would not come up, or not stay. */
  warn(warning: Remediable): void;
}

/** `web` is to listen on its port within a minute, others only to run (facts of the manifest, 2.6). */
export function checkOf(processType: string, check: HealthCheck = {}): Check {
  const type = check.type ?? (processType === 'web' ? 'port' : 'process');
  return { ...check, type: type === 'none' ? 'process' : type, timeoutSeconds: check.timeoutSeconds ?? 60 };
}

const everyMs = 2000;
/** Of one answer. */
const answerMs = 1000;

/** Never rejects. `url` is the app's. */
export async function askHealth(
  url: string,
  { endpoint = '/', timeoutSeconds }: Check,
  tell: Told,
  over: AbortSignal,
): Promise<void> {
  const until = performance.now() + timeoutSeconds * 1000;
  const asked = `The health check GET ${endpoint}`;
  let last = '';
  while (!over.aborted) {
    const said = await answer(new URL(endpoint, url), over);
    if (over.aborted) return;
    if (said === 'answers 200') return tell.log(`${asked} ${said}`);
    if (performance.now() > until) {
      const message = `After ${timeoutSeconds} s ${asked.replace('The', 'the')} still ${said}, so the platform would give up here and start the app again. Answer it with 200.`;
      return tell.warn({ message });
    }
    if (said !== last)
      tell.warn({ message: `${asked} ${said}. The platform needs 200 and asks again for ${timeoutSeconds} s.` });
    last = said;
    await delay(everyMs, undefined, { signal: over }).catch(() => {});
  }
}

/** `answers 404`, `fails: socket hang up`. */
async function answer(url: URL, over: AbortSignal): Promise<string> {
  try {
    return await within(answerMs, [over], (signal) => statusAt(url, signal));
  } catch (error) {
    return isLate(error) ? `is not answered within ${answerMs / 1000} s` : `fails: ${systemReason(error)}`;
  }
}

async function statusAt(url: URL, signal: AbortSignal): Promise<string> {
  return await new Promise((resolve, reject) => {
    get(url, { signal, agent: false, headers: { 'User-Agent': 'cf-staging health check' } }, (response) => {
      response.destroy();
      resolve(`answers ${response.statusCode}`);
    }).on('error', reject);
  });
}
