// Time limits and signals for work that can be waited for no longer. `AbortSignal.any([AbortSignal.timeout(ms)])` is none: nothing holds the signal
// with the timer, and when it is collected as garbage (Node.js 20), the combined one never aborts.

/**
 * What `work` answers. The signal it gets aborts after `ms`, or with one of `signals`; then the rejection is that signal's
 * reason, for the time a TimeoutError: `no answer within 5 s`.
 */
export async function within<T>(
  ms: number,
  signals: readonly (AbortSignal | undefined)[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException(`no answer within ${ms / 1000} s`, 'TimeoutError')), ms);
  const signal = AbortSignal.any([late.signal, ...signals.filter((one) => one !== undefined)]);
  try {
    return await work(signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

export const isLate = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';

/** What `work` answers, or a rejection with the signal's reason as soon as it aborts; the work itself goes on. */
export async function unlessAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return await work;
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { signal: over.signal });
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    over.abort();
  }
}
