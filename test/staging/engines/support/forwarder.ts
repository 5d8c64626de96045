// Passes connections on to an engine's socket: a docker host on TCP, with TLS or without.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import * as tls from 'node:tls';

export interface Forwarder {
  /** On 127.0.0.1. */
  port: number;
  close(): Promise<void>;
}

/** `certificates`: a folder of `makeCertificates`; clients then have to show theirs. */
export async function forwarder(socket: string, certificates?: string): Promise<Forwarder> {
  const open = new Set<Socket>();
  const pass = (from: Socket) => {
    const to = connect({ path: socket, allowHalfOpen: true });
    from.on('error', () => to.destroy()).pipe(to);
    to.on('error', () => from.end()).pipe(from);
    from.on('close', () => to.destroy());
  };
  const file = (name: string) => readFileSync(join(certificates!, name));
  const server: Server = certificates
    ? tls.createServer(
        {
          ca: file('ca.pem'),
          cert: file('server-cert.pem'),
          key: file('server-key.pem'),
          requestCert: true,
          rejectUnauthorized: true,
          allowHalfOpen: true,
        },
        pass,
      )
    : createServer({ allowHalfOpen: true }, pass);
  // Not every end of a TLS connection reaches its other side.
  server.on('connection', (from: Socket) => open.add(from.on('close', () => open.delete(from))));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const from of open) from.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
