// The log of a staging, read from log-cache while it goes on: https://github.com/cloudfoundry/log-cache-release
import { setTimeout as delay } from 'node:timers/promises';
import { query } from './api';
import type { Api } from './api';
import { Envelopes } from './envelopes';
import type { Envelope } from './envelopes';

export interface LogLine {
  text: string;
  stream: 'stdout' | 'stderr';
  /** Milliseconds since 1970, by the clock of the cell. */
  at: number;
}

/**
 * Milliseconds: between two questions; that a line waits for older ones; without a new line until the log counts as read to its end,
 * and the same when the last line has come; in all after the end of the build.
 */
const pauses = { question: 500, late: 700, quiet: 1200, last: 300, end: 8000 };
/** Of one question; log-cache gives no more. */
const atOnce = 1000;
/** Nanoseconds that are read again each time, for what comes late. */
const overlap = 5_000_000_000n;
/** The cell says so when all is over. */
const lastLine = /^Cell \S+ successfully destroyed container\b/;
/** Questions without an answer until it is said. */
const patience = 3;

export class LogReader {
  private readonly envelopes = new Envelopes(pauses.late);
  private readonly over = new AbortController();
  private readonly reading: Promise<void>;
  private failures = 0;
  /** Why the last question had no answer. */
  private why = '';
  private hasLast = false;

  /** Reads from `since` (nanoseconds) on. `lost` hears once why nothing can be read. */
  constructor(
    private readonly logCache: Api,
    private readonly app: string,
    private readonly since: bigint,
    private readonly tell: { line(line: LogLine): unknown; lost(why: string): void },
    private readonly signal: AbortSignal,
  ) {
    this.reading = this.read();
  }

  /** Resolves when what was logged until now has come, or will not. */
  async end(): Promise<void> {
    this.over.abort();
    await this.reading;
  }

  private async read(): Promise<void> {
    let endsAt = Infinity;
    let quietSince = Date.now();
    while (!this.signal.aborted) {
      const before = this.envelopes.newest;
      await this.ask();
      const now = Date.now();
      await this.pass(this.envelopes.take(now));
      if (this.envelopes.newest !== before) quietSince = now;
      if (this.over.signal.aborted) {
        endsAt = Math.min(endsAt, now + pauses.end);
        const quiet = this.hasLast ? pauses.last : pauses.quiet;
        if (this.failures >= patience || now >= endsAt || now - quietSince >= quiet) break;
      }
      const signal = this.over.signal.aborted ? this.signal : AbortSignal.any([this.signal, this.over.signal]);
      const pause = this.over.signal.aborted ? pauses.last : pauses.question;
      await delay(pause, undefined, { signal }).catch(() => {});
    }
    await this.pass(this.envelopes.take(Infinity));
    // A build that was over before one had asked often enough.
    if (!this.signal.aborted && this.failures > 0 && this.failures < patience) this.tell.lost(this.why);
  }

  private async ask(): Promise<void> {
    const { newest } = this.envelopes;
    let start = newest > this.since + overlap ? newest - overlap : this.since;
    try {
      for (;;) {
        const batch = await this.batch(start);
        this.envelopes.add(batch, Date.now());
        this.hasLast ||= batch.some(({ log }) => lastLine.test(textIn(log)));
        this.failures = 0;
        if (batch.length < atOnce) return;
        const last = BigInt(batch.at(-1)!.timestamp);
        start = last > start ? last : start + 1n;
      }
    } catch (error) {
      if (this.signal.aborted) return;
      this.why = (error as Error).message;
      if (++this.failures === patience) this.tell.lost(this.why);
    }
  }

  private async batch(start: bigint): Promise<Envelope[]> {
    const path = `/api/v1/read/${this.app}${query({ start_time: String(start), limit: String(atOnce), envelope_types: 'LOG' })}`;
    const answer = await this.logCache.get<{ envelopes?: { batch?: Envelope[] } }>(path, {
      what: 'read the log',
      signal: this.signal,
    });
    return answer.envelopes?.batch ?? [];
  }

  private async pass(envelopes: Envelope[]): Promise<void> {
    for (const { tags, log, timestamp } of envelopes) {
      if (tags?.source_type !== 'STG') continue;
      const stream = log!.type === 'ERR' ? 'stderr' : 'stdout';
      await this.tell.line({ text: textIn(log), stream, at: Number(BigInt(timestamp) / 1_000_000n) });
    }
  }
}

const textIn = (log: Envelope['log']): string =>
  Buffer.from(log?.payload ?? '', 'base64')
    .toString('utf8')
    .replace(/\n$/, '');
