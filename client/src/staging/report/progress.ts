// How far something large has come on its way, how fast it is and what is left: measured while it streams, and in words.
import { untranslated } from './translate';
import type { Translate } from './translate';
import { duration, size } from './units';

export interface Progress {
  /** Bytes so far. */
  bytes: number;
  /** Bytes in all, where that is known before the end. */
  total?: number;
  /** Bytes per second over the last seconds. */
  rate: number;
  /** Milliseconds until the end, if it goes on like this. */
  left?: number;
}

/** `312 MB of 1.2 GB · 85 MB/s · 11 s left` */
export function progressWords({ bytes, total, rate, left }: Progress, t: Translate): string {
  return [
    total ? t('{0} of {1}', size(bytes), size(total)) : size(bytes),
    t('{0}/s', size(rate)),
    left === undefined ? '' : t('{0} left', duration(Math.max(1, Math.ceil(left / 1000)) * 1000).replace('.0 s', ' s')),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What is over sooner is not worth a word. */
const firstMs = 1000;
const everyMs = 500;
/** The rate is that of so long. */
const windowMs = 5000;

/** Counts bytes and reports now and then, at most twice a second. Holds a few figures, however much passes. */
export class Meter {
  private bytes = 0;
  private readonly began: number;
  /** Of the last seconds, oldest first. */
  private readonly seen: { at: number; bytes: number }[];
  private next: number;

  /** `total`: bytes in all, if known. */
  constructor(
    private readonly report: (progress: Progress) => void,
    private readonly total?: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.began = now();
    this.seen = [{ at: this.began, bytes: 0 }];
    this.next = this.began + firstMs;
  }

  add(bytes: number): void {
    this.reached(this.bytes + bytes);
  }

  /** So many bytes are there by now. `share`: the part that is done, from 0 to 1, where that is known and the total is not. */
  reached(bytes: number, { total = this.total, share }: { total?: number; share?: number } = {}): void {
    this.bytes = bytes;
    const at = this.now();
    if (at < this.next) return;
    this.next = at + everyMs;
    this.seen.push({ at, bytes });
    while (this.seen.length > 2 && at - this.seen[0]!.at > windowMs) this.seen.shift();
    const since = this.seen[0]!;
    const rate = Math.max(0, Math.round(((bytes - since.bytes) * 1000) / (at - since.at)));
    const passed = Math.min(bytes, total ?? bytes);
    let left: number | undefined;
    if (total && rate) left = ((total - passed) * 1000) / rate;
    else if (share) left = (at - this.began) * (1 / share - 1);
    this.report({
      bytes: passed,
      ...(total ? { total } : {}),
      rate,
      ...(left === undefined ? {} : { left: Math.round(left) }),
    });
  }
}

/** Hears of something that takes long: a line for each step, and how far large things are. */
export interface WorkLog {
  line(text: string): void;
  /** `what`: a step with its object, `cloning https://host/x.git`; `total` in bytes, if known. */
  meter(what: string, total?: number): Meter;
}

/** Where there is nothing but lines: how far it is every ten seconds. */
export const linesOnly = (line: (text: string) => void): WorkLog => ({
  line,
  meter: (what, total) => {
    const now = everyTenSeconds();
    return new Meter((progress) => now() && line(`${what} · ${progressWords(progress, untranslated)}`), total);
  },
});

/** True when ten seconds have passed since it was made or last true. */
export function everyTenSeconds(): () => boolean {
  let last = performance.now();
  return () => {
    if (performance.now() - last < 10_000) return false;
    last = performance.now();
    return true;
  };
}

/** The same bytes, counted on their way. */
export async function* metered(source: AsyncIterable<Buffer>, meter: Meter): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    meter.add(chunk.length);
    yield chunk;
  }
}
