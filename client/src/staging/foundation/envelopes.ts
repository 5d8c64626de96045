// Lines of a log that come late, twice and out of order, put in order.

/** As log-cache gives them: 64-bit numbers are texts, the payload is base64. */
export interface Envelope {
  /** Nanoseconds since 1970. */
  timestamp: string;
  instance_id?: string;
  tags?: Record<string, string>;
  /** Left out of JSON where it is OUT. */
  log?: { payload?: string; type?: 'OUT' | 'ERR' };
}

interface Pending {
  time: bigint;
  envelope: Envelope;
  /** Milliseconds of our clock when it came. */
  came: number;
}

/** Nanoseconds in which one may still come twice. */
const memory = 60_000_000_000n;

export class Envelopes {
  private pending: Pending[] = [];
  private readonly seen = new Map<string, bigint>();
  /** Time of the youngest that has come. */
  newest = 0n;

  /** `wait`: milliseconds that one waits for older ones which are late. */
  constructor(private readonly wait: number) {}

  add(batch: readonly Envelope[], now: number): void {
    for (const envelope of batch) {
      const { timestamp, instance_id = '', log } = envelope;
      const key = [timestamp, instance_id, log?.type, log?.payload].join(' ');
      if (!log || this.seen.has(key)) continue;
      const time = BigInt(timestamp);
      this.seen.set(key, time);
      if (time > this.newest) this.newest = time;
      this.pending.push({ time, envelope, came: now });
    }
    this.pending.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    for (const [key, time] of this.seen) if (time + memory < this.newest) this.seen.delete(key);
  }

  /** Those that have waited, and with them all that are older. */
  take(now: number): Envelope[] {
    const last = this.pending.findLastIndex(({ came }) => now - came >= this.wait);
    return this.pending.splice(0, last + 1).map(({ envelope }) => envelope);
  }
}
