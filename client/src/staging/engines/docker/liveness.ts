// Whether the engine is still there while something is expected of it. A compiler may be silent for minutes, so silence says
// nothing: the engine is pinged beside.
import { setMaxListeners } from 'node:events';
import { within } from '../../../../../server/src/base/deadline';
import type { EngineGone } from '../engine';

const everyMs = 5000;
const patienceMs = 10_000;
/** Whoever wants to end something does not wait for an engine that hangs. */
const hurryMs = 7000;
/** Pings in a row that must fail: one may come while the engine, or we, were busy. */
const mostMissed = 2;

export class Liveness {
  private readonly over = new AbortController();
  private watched = 0;
  private timer: NodeJS.Timeout | undefined;
  private missed = 0;

  constructor(
    private readonly ping: (signal: AbortSignal) => Promise<void>,
    private readonly goneBecause: (error: unknown) => EngineGone,
  ) {
    setMaxListeners(0, this.gone); // one for each open stream
  }

  /** Aborted with an EngineGone once the engine has gone; everything that waits for it ends with it. */
  get gone(): AbortSignal {
    return this.over.signal;
  }

  lost(error: unknown): void {
    clearTimeout(this.timer);
    if (!this.gone.aborted) this.over.abort(this.goneBecause(error));
  }

  /** Something is expected of the engine until the function that is answered gets called. */
  watch(): () => void {
    if (this.watched++ === 0) this.next(everyMs);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      if (--this.watched === 0) clearTimeout(this.timer);
    };
  }

  /** Asks at once. Never rejects. */
  async hurry(): Promise<void> {
    await within(hurryMs, [this.gone], this.ping).catch((error) => this.lost(error));
  }

  private next(afterMs: number): void {
    if (this.gone.aborted) return;
    this.timer = setTimeout(() => void this.ask(), afterMs).unref();
  }

  private async ask(): Promise<void> {
    try {
      await within(patienceMs, [this.gone], this.ping);
      this.missed = 0;
    } catch (error) {
      if (++this.missed >= mostMissed) return this.lost(error);
    }
    clearTimeout(this.timer);
    if (this.watched > 0) this.next(this.missed ? 500 : everyMs);
  }
}
