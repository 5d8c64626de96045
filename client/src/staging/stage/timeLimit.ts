// The time a staging may take. It starts anew when there is an image: a first pull may well take longer than a staging.

export class TimeLimit {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly seconds: number) {}

  /** Aborted when the time is up. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get expired(): boolean {
    return this.signal.aborted;
  }

  start(): void {
    this.stop();
    this.timer = setTimeout(() => this.controller.abort(new Error('Staging time expired')), this.seconds * 1000);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
