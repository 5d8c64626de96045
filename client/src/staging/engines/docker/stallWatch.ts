// The output of a program whose connection may stall while the engine still answers: the program ends, and nothing tells.
import type { Socket } from 'node:net';
import { EngineLost } from './dockerFailure';

/** The engine closes the stream about two seconds after the program, when a child of it still holds its output. */
const everyMs = 5000;
const mostLooks = 2;

/** What the socket gives; throws when nothing comes any more though the program has ended. */
export async function* unlessStalled(socket: Socket, hasEnded: () => Promise<boolean>): AsyncGenerator<Buffer> {
  let ended = 0;
  const look = async () => {
    if ((await hasEnded().catch(() => false)) && ++ended >= mostLooks)
      socket.destroy(new EngineLost('fails', 'a program has ended and the rest of its output does not come'));
  };
  const chunks = (socket as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  for (;;) {
    // Only while we wait: a reader slower than the program is no stall.
    const timer = setInterval(() => void look(), everyMs);
    const next = await chunks.next().finally(() => clearInterval(timer));
    if (next.done) return;
    ended = 0;
    yield next.value;
  }
}
