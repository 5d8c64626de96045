// A port of a pod on this machine: each connection to it is a WebSocket of its own.
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import { portInUse } from '../portInUse';
import type { Api } from './api';
import { keepAlive, messages, send } from './channels';

export interface Forward {
  /** On 127.0.0.1. */
  port: number;
  close(): void;
}

/** By the port inside; all of them or none. Throws EngineError when a port of this machine is in use. */
export async function forwardPorts(
  api: Api,
  pod: string,
  wanted: { inside: number; outside: number }[],
): Promise<Map<number, Forward>> {
  const all = new Map<number, Forward>();
  for (const { inside, outside } of wanted)
    try {
      all.set(inside, await forwardPort(api, pod, inside, outside));
    } catch (error) {
      for (const one of all.values()) one.close();
      throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? portInUse(outside, 'this machine', error) : error;
    }
  return all;
}

/** Listens on `outside`, 0 for any that is free; rejects when that port is in use. */
async function forwardPort(api: Api, pod: string, inside: number, outside: number): Promise<Forward> {
  const connections = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (connection) => {
    connections.add(connection);
    connection.on('error', () => {}).on('close', () => connections.delete(connection));
    void join(api, `${pod}/portforward?ports=${inside}`, connection).catch(() => connection.destroy());
  });
  server.listen(outside, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const connection of connections) connection.destroy();
    },
  };
}

async function join(api: Api, path: string, connection: Socket): Promise<void> {
  const socket = await api.socket(path);
  const stop = keepAlive(socket);
  connection.once('close', () => socket.terminate());
  const sending = (async () => {
    for await (const data of connection as AsyncIterable<Buffer>) await send(socket, dataChannel, data);
  })();
  sending.catch(() => connection.destroy());
  try {
    // Both channels begin with two bytes that name the port.
    const begun = new Set<number>();
    for await (const { channel, data } of messages(socket)) {
      const rest = begun.has(channel) ? data : data.subarray(2);
      begun.add(channel);
      if (channel === dataChannel) {
        if (rest.length && !connection.write(rest))
          await Promise.race([once(connection, 'drain'), once(connection, 'close')]);
      } else if (rest.length) connection.destroy(); // nobody listens on the port inside
    }
    connection.end();
  } finally {
    stop();
    socket.terminate();
  }
}

const dataChannel = 0;
