// Whether the engine's process still is the one that made a container. No answer of the API tells: it is the end of a
// connection that only ends with the engine.
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from './client';
import { label } from './containerOptions';

/** Milliseconds between the end of a container and that of the engine that stops. */
const patienceMs = 2000;

export class EngineRun {
  private readonly over = new AbortController();
  private readonly end: Promise<void>;

  constructor(client: Client) {
    this.end = this.listen(client).catch(() => new Promise(() => {})); // it tells nothing
  }

  /** What it is asked for never happens, so nothing comes before the end. */
  private async listen(client: Client): Promise<void> {
    const { signal } = this.over;
    const filters = { label: [`${label}.never`] };
    const events = (await client.getEvents({ filters, abortSignal: signal })) as Readable & { socket?: Unref };
    events.socket?.unref?.();
    await new Promise<void>((ended) =>
      events
        .on('error', () => {})
        .once('close', () => signal.aborted || ended())
        .resume(),
    );
  }

  /** Answers within moments. */
  async hasEnded(withinMs = patienceMs): Promise<boolean> {
    if (this.over.signal.aborted) return false;
    return await Promise.race([this.end.then(() => true), delay(withinMs, false)]);
  }

  close(): void {
    this.over.abort();
  }
}

type Unref = { unref?(): void };
