// Log-cache: lines of applications as envelopes, which come late, twice and out of order, as they do on a platform.

/** As Loggregator's v2 envelopes are written in JSON: 64-bit numbers are texts, payloads base64. */
export interface Envelope {
  timestamp: string;
  source_id: string;
  instance_id: string;
  deprecated_tags: Record<string, never>;
  tags: Record<string, string>;
  log: { payload: string; type: 'OUT' | 'ERR' };
}

interface Arrived {
  envelope: Envelope;
  time: bigint;
  /** Milliseconds of the clock from which on it can be read. */
  from: number;
}

export interface LogCacheManners {
  /** Every n-th envelope comes so many milliseconds late, behind younger ones. */
  late: { every: number; ms: number };
  /** Every n-th envelope is there twice. */
  doubledEvery: number;
}

export const usual: LogCacheManners = { late: { every: 3, ms: 150 }, doubledEvery: 5 };

export class LogCache {
  private readonly sources = new Map<string, Arrived[]>();
  private last = 0n;
  private count = 0;

  constructor(private readonly manners: LogCacheManners) {}

  /** `source`: STG for staging, API for the Cloud Controller's own lines. */
  add(app: string, text: string, type: 'OUT' | 'ERR' = 'OUT', source: 'STG' | 'API' = 'STG'): void {
    const clock = BigInt(Date.now()) * 1_000_000n;
    this.last = clock > this.last ? clock : this.last + 1n;
    const envelope: Envelope = {
      timestamp: String(this.last),
      source_id: app,
      instance_id: '0',
      deprecated_tags: {},
      tags: { source_type: source, origin: 'rep', deployment: 'cf', job: 'diego-cell', app_id: app },
      log: { payload: Buffer.from(text).toString('base64'), type },
    };
    this.count++;
    const { late, doubledEvery } = this.manners;
    const isLate = late.every > 0 && this.count % late.every === 0;
    const arrived = { envelope, time: this.last, from: isLate ? Date.now() + late.ms : 0 };
    const all = this.sources.get(app) ?? [];
    this.sources.set(app, all);
    all.push(arrived);
    if (doubledEvery > 0 && this.count % doubledEvery === 0) all.push(arrived);
  }

  /** Those in `[start, end)` that have come, oldest first, or newest first. */
  read(
    app: string,
    { start, end, limit, descending }: { start: bigint; end: bigint; limit: number; descending: boolean },
  ): Envelope[] {
    const there = (this.sources.get(app) ?? []).filter(
      ({ time, from }) => time >= start && time < end && from <= Date.now(),
    );
    there.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    if (descending) there.reverse();
    return there.slice(0, limit).map(({ envelope }) => envelope);
  }

  forget(app: string): void {
    this.sources.delete(app);
  }
}
