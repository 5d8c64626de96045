// Asynchronous jobs: what takes its time and is asked for at `/v3/jobs/:guid`.
import { PlatformError } from './errors';
import type { Foundation } from './foundation';

/** Starts a job; answers where it can be asked for. Its work is done when it is COMPLETE, or FAILED with the platform's error. */
export function startJob(foundation: Foundation, operation: string, work: () => unknown): string {
  const { store, api, pace } = foundation;
  const job = store.jobs.create({ operation, state: 'PROCESSING', errors: [], warnings: [] });
  setTimeout(() => {
    void (async () => {
      try {
        await work();
        store.jobs.update(job, { state: 'COMPLETE' });
      } catch (error) {
        const { errors } = (error instanceof PlatformError ? error : new PlatformError('ServerError')).body;
        store.jobs.update(job, { state: 'FAILED', errors });
      }
    })();
  }, pace).unref();
  return `${api}/v3/jobs/${job.guid}`;
}
