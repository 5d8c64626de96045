// At most so many pieces of work at a time; the others wait for their turn, first come, first served.

export class Slots {
  private waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /** Does `work` when it is its turn. Rejects with the signal's reason when that aborts before. */
  async take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (this.free > 0) this.free--;
    else await this.turn(signal);
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.waiting = this.waiting.filter((one) => one !== begin);
        reject(signal!.reason as Error);
      };
      const begin = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      this.waiting.push(begin);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }
}
