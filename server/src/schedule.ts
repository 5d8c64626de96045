// When to validate: at once when a file is opened, after a short pause while the user types, and never in front of a waiting request.
import { performance } from 'node:perf_hooks';

const shortestPause = 50;
const longestPause = 150;

interface Waiting {
  timer?: NodeJS.Timeout;
  immediate?: NodeJS.Immediate;
  /** Milliseconds the last run took. */
  cost: number;
}

export class Schedule {
  private readonly waiting = new Map<string, Waiting>();

  /** `run` must not throw. */
  constructor(private readonly run: (uri: string) => void) {}

  /** Once the messages that have already arrived are answered. */
  soon(uri: string): void {
    const entry = this.entry(uri);
    this.clear(entry);
    entry.immediate = setImmediate(() => {
      const started = performance.now();
      entry.immediate = undefined;
      this.run(uri);
      entry.cost = performance.now() - started;
    });
  }

  /** After a pause that grows with the cost of the last run, so that a large file never makes typing slow. */
  later(uri: string): void {
    const entry = this.entry(uri);
    if (entry.immediate) return;
    this.clear(entry);
    const pause = Math.min(longestPause, Math.max(shortestPause, entry.cost));
    entry.timer = setTimeout(() => this.soon(uri), pause);
  }

  /** The file was closed. */
  forget(uri: string): void {
    this.clear(this.entry(uri));
    this.waiting.delete(uri);
  }

  stop(): void {
    for (const uri of [...this.waiting.keys()]) this.forget(uri);
  }

  private entry(uri: string): Waiting {
    let entry = this.waiting.get(uri);
    if (!entry) this.waiting.set(uri, (entry = { cost: 0 }));
    return entry;
  }

  private clear(entry: Waiting): void {
    clearTimeout(entry.timer);
    if (entry.immediate) clearImmediate(entry.immediate);
    entry.immediate = undefined;
  }
}
