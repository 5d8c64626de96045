import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { keepAlive, messages } from '../../../../../client/src/staging/engines/kubernetes/channels';

describe('a connection on which nothing comes', () => {
  /** How it ends when pings are answered or not, and it is read or not; undefined when it has lived through `pings` of them. */
  async function end(autoPong: boolean, isRead: boolean, pings = 4): Promise<string | undefined> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong });
    await once(server, 'listening');
    let seen = 0;
    const enough = new Promise<undefined>((resolve) =>
      server.on('connection', (one) => one.on('ping', () => ++seen === pings && resolve(undefined))),
    );
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await once(socket, 'open');
    socket.pause();
    const stop = keepAlive(socket, 20);
    const reading = (async () => {
      for await (const message of messages(socket)) void message;
      return 'it was closed';
    })().catch((error: Error) => error.message);
    if (!isRead) socket.pause();
    try {
      return await Promise.race([reading, enough]);
    } finally {
      stop();
      socket.terminate();
      server.close();
    }
  }

  const ends: [what: string, autoPong: boolean, isRead: boolean, expected: string | undefined][] = [
    ['lives while its pings are answered', true, true, undefined],
    ['ends when a ping is not answered until the next', false, true, 'nothing comes from it any more'],
    ['lives while we ourselves do not read', false, false, undefined],
  ]; // prettier-ignore
  for (const [what, autoPong, isRead, expected] of ends)
    it(what, async () => assert.equal(await end(autoPong, isRead), expected));
});
