// What a staging has made on a foundation, and how it goes again: the last first, whatever happens on the way.
import { within } from '../../../../../server/src/base/deadline';
import type { Journal } from '../../report/journal';

/** Milliseconds for each: who cancels does not wait for a foundation that hangs. */
const patience = 60_000;

interface Step {
  what: string;
  /** For the user, when it does not work: `cf delete shop`. */
  command?: string;
  remove(signal: AbortSignal): Promise<void>;
}

export class Undo {
  private readonly steps: Step[] = [];

  add(step: Step): void {
    this.steps.unshift(step);
  }

  get isEmpty(): boolean {
    return this.steps.length === 0;
  }

  /** Never rejects: what is left is told, with the way to remove it. */
  async run(journal: Journal): Promise<void> {
    for (const { what, command, remove } of this.steps.splice(0)) {
      try {
        await within(patience, [], remove);
        journal.log(`Removed ${what}`);
      } catch (error) {
        const next = command ? ` Remove it with ${command}.` : '';
        journal.log(`${what} could not be removed: ${(error as Error).message}${next}`, 'stderr');
      }
    }
  }
}

/** Milliseconds that what is being made is waited for after the user has cancelled: what one does not know of cannot be removed. */
const moment = 1500;

export async function making<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const stop = () => (timer = setTimeout(() => late.abort(signal.reason), moment));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work(late.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
