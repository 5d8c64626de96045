// What keeps a pod alive: a beat every few seconds, over a connection that may break and is made anew.
import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from './api';
import { channel, keepAlive, send } from './channels';

/** Milliseconds; the pod waits for several of them. */
const beat = 5_000;

/** Beats until `signal` aborts. Never rejects: a pod that nothing reaches ends by itself, and its watch tells. */
export async function holdAlive(api: Api, pod: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const socket = await api.socket(`${pod}/attach?container=app&stdin=true`, signal);
      socket.resume();
      const stopPings = keepAlive(socket, beat);
      const stop = () => socket.terminate();
      signal.addEventListener('abort', stop);
      try {
        while (socket.readyState === socket.OPEN) {
          await send(socket, channel.stdin, Buffer.from('.'));
          await delay(beat, undefined, { signal });
        }
      } finally {
        stopPings();
        signal.removeEventListener('abort', stop);
        socket.terminate();
      }
    } catch {
      // Broken or refused: the server restarts, the network is cut, a proxy tidies up. Next try.
    }
    await delay(1_000, undefined, { signal }).catch(() => {});
  }
}
