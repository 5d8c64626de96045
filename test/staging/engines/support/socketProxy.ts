// A proxy in front of an engine's socket that forbids parts of its API, as docker-socket-proxy does.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface SocketProxy {
  url: string;
  close(): Promise<void>;
}

const page = '<html><body><h1>403 Forbidden</h1>Request forbidden by administrative rules.</body></html>';
const refusal = `HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\nConnection: close\r\n\r\n${page}`;

/** `forbids` is asked for `POST /containers/create`. Clients have to open a connection for each request, as ours does. */
export async function socketProxy(path: string, forbids: (request: string) => boolean): Promise<SocketProxy> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (from) => {
    open.add(from.on('error', () => {}));
    from.once('data', (first: Buffer) => {
      if (forbids(first.toString('latin1').split(' HTTP/')[0]!)) return from.resume().end(refusal);
      const to = connect({ path, allowHalfOpen: true });
      to.write(first);
      from.on('error', () => to.destroy()).pipe(to);
      to.on('error', () => from.destroy()).pipe(from);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const from of open) from.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
