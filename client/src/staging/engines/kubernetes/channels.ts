// The channels within a WebSocket of exec, attach and portforward: the first byte of each message says which.
import type { WebSocket } from 'ws';

export const channel = { stdin: 0, stdout: 1, stderr: 2, status: 3, close: 255 } as const;

export interface Message {
  channel: number;
  data: Buffer;
}

/** The messages of a socket; the socket waits while one is worked on, so nothing piles up. Throws when it breaks. */
export async function* messages(socket: WebSocket): AsyncGenerator<Message> {
  const waiting: Buffer[] = [];
  let over = socket.readyState === socket.CLOSED;
  let broken: Error | undefined;
  let wake = () => {};
  socket.on('message', (data: Buffer) => {
    waiting.push(data);
    socket.pause();
    wake();
  });
  socket.on('error', (error: Error) => (broken = error));
  socket.on('close', () => {
    over = true;
    wake();
  });
  for (;;) {
    const data = waiting.shift();
    if (data) {
      if (data.length > 1) yield { channel: data[0]!, data: data.subarray(1) };
      continue;
    }
    if (over) break;
    const next = new Promise<void>((resolve) => (wake = resolve));
    socket.resume();
    await next;
  }
  if (broken) throw broken;
}

/** Resolves when the bytes are on their way: more at a time would pile up here. Rejects when the socket is closed. */
export const send = (socket: WebSocket, to: number, data: Buffer): Promise<void> =>
  new Promise((resolve, reject) =>
    socket.send(Buffer.concat([Buffer.of(to), data]), { binary: true }, (error) => (error ? reject(error) : resolve())),
  );

/** Milliseconds between two pings. */
const pingEvery = 15_000;

/**
 * Idle connections are cut by proxies after a minute or so, and one whose network has gone tells nothing: a ping that is not
 * answered by the next ends it, unless we ourselves do not read meanwhile. Answers what ends the pings.
 */
export function keepAlive(socket: WebSocket, every = pingEvery): () => void {
  let isAnswered = true;
  const heard = () => (isAnswered = true);
  socket.on('pong', heard).on('message', heard);
  const timer = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return;
    if (!isAnswered && !socket.isPaused) {
      socket.emit('error', new Error('nothing comes from it any more'));
      socket.terminate();
      return;
    }
    isAnswered = false;
    socket.ping();
  }, every);
  timer.unref();
  return () => clearInterval(timer);
}
