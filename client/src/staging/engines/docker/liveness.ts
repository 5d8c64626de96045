// Whether the engine is still there while something is expected of it. A compiler may be silent for minutes, so silence says
// nothing: the engine is pinged beside.
import { setMaxListeners } from 'node:events';
import { unlessAborted, within } from '../../../../../server/src/base/deadline';
import type { EngineGone } from '../engine';

const everyMs = 5000;
const patienceMs = 10_000;
/** Whoever wants to end something does not wait for an engine that hangs. */
const hurryMs = 7000;
/** What an engine that answers pings may take to end something. */
const endingMs = 30_000;
/** Pings in a row that must fail: one may come while the engine, or we, were busy. */
const mostMissed = 2;

interface Ping {
  since: number;
  answer: Promise<void>;
}

export class Liveness {
  private readonly over = new AbortController();
  private watched = 0;
  private timer: NodeJS.Timeout | undefined;
  private missed = 0;
  private underWay: Ping | undefined;

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

  /**
   * For `work` that ends something: it alone is given up, by its signal and with an EngineGone, as soon as a single ping is
   * late. Others go on, for the engine may only be busy: that it has gone is decided by who watches.
   */
  async hurried<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const giveUp = (error: unknown) => late.abort(this.goneBecause(error));
    const { since, answer } = this.asked();
    void within(Math.max(0, since + hurryMs - Date.now()), [], (signal) => unlessAborted(signal, answer)).catch(giveUp);
    return await within(endingMs, [late.signal, this.gone], (signal) => unlessAborted(signal, work(signal)));
  }

  /** The ping under way, or a new one. */
  private asked(): Ping {
    return (this.underWay ??= {
      since: Date.now(),
      answer: within(patienceMs, [this.gone], this.ping).finally(() => (this.underWay = undefined)),
    });
  }

  private next(afterMs: number): void {
    if (this.gone.aborted) return;
    this.timer = setTimeout(() => void this.ask(), afterMs).unref();
  }

  private async ask(): Promise<void> {
    try {
      await this.asked().answer;
      this.missed = 0;
    } catch (error) {
      if (++this.missed >= mostMissed) return this.lost(error);
    }
    clearTimeout(this.timer);
    if (this.watched > 0) this.next(this.missed ? 500 : everyMs);
  }
}
