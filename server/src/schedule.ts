// When to validate: at once when a file is opened, after a short pause while the user types, and never in front of a waiting request.

const shortestPause = 50;
const longestPause = 100;
/** Milliseconds of checking after which messages that have arrived get their turn. */
const turn = 8;

interface Waiting {
  timer?: NodeJS.Timeout;
  immediate?: NodeJS.Immediate;
  /** A check under way: a change of the file ends it. */
  steps?: Iterator<unknown>;
  /** Milliseconds the last run took. */
  cost: number;
  /** Told once nothing is due any more. */
  settled: (() => void)[];
}

export class Schedule {
  private readonly waiting = new Map<string, Waiting>();

  /** `run` checks a file step by step and must not throw. */
  constructor(private readonly run: (uri: string) => Iterator<unknown>) {}

  /** Once the messages that have already arrived are answered. */
  soon(uri: string): void {
    const entry = this.entry(uri);
    this.clear(entry);
    entry.cost = 0;
    entry.immediate = setImmediate(() => this.proceed(entry, (entry.steps = this.run(uri))));
  }

  /** After a pause that grows with the cost of the last run, so that a large file never makes typing slow. */
  later(uri: string): void {
    const entry = this.entry(uri);
    if (entry.immediate && !entry.steps) return;
    const pause = Math.min(longestPause, Math.max(shortestPause, entry.cost / 2));
    this.clear(entry);
    entry.timer = setTimeout(() => this.soon(uri), pause);
  }

  /** Once no check of a file is due or under way: what it works out is then at hand. At once when there is none. */
  settled(uri: string): Promise<void> {
    const entry = this.waiting.get(uri);
    if (!entry?.timer && !entry?.immediate) return Promise.resolve();
    return new Promise((done) => entry.settled.push(done));
  }

  /** The file was closed. */
  forget(uri: string): void {
    const entry = this.entry(uri);
    this.clear(entry);
    this.waiting.delete(uri);
    tell(entry);
  }

  stop(): void {
    for (const uri of [...this.waiting.keys()]) this.forget(uri);
  }

  private proceed(entry: Waiting, steps: Iterator<unknown>): void {
    const started = performance.now();
    let done: boolean | undefined;
    do done = steps.next().done;
    while (!done && performance.now() - started < turn);
    entry.cost += performance.now() - started;
    entry.immediate = done ? undefined : setImmediate(() => this.proceed(entry, steps));
    if (!done) return;
    entry.steps = undefined;
    tell(entry);
  }

  private entry(uri: string): Waiting {
    let entry = this.waiting.get(uri);
    if (!entry) this.waiting.set(uri, (entry = { cost: 0, settled: [] }));
    return entry;
  }

  private clear(entry: Waiting): void {
    clearTimeout(entry.timer);
    if (entry.immediate) clearImmediate(entry.immediate);
    entry.timer = entry.immediate = entry.steps = undefined;
  }
}

function tell(entry: Waiting): void {
  for (const done of entry.settled.splice(0)) done();
}
