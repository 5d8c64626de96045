// A network between us and an API server that becomes slow, is cut or silent.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export class Network {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  /** In each direction of a connection. */
  bytesPerSecond = Infinity;
  private isSilent = false;

  constructor(private readonly to: { host: string; port: number }) {
    this.server = createServer((from) => this.join(from, connect(this.to))).listen(0, '127.0.0.1');
  }

  async port(): Promise<number> {
    if (!this.server.listening) await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  /** Every connection breaks, and no new one is made. */
  cut(): void {
    this.server.close();
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** All connections stay, and nothing comes over them any more. */
  silence(): void {
    this.isSilent = true;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private join(...ends: [Socket, Socket]): void {
    for (const [i, end] of ends.entries()) {
      const other = ends[1 - i]!;
      this.sockets.add(end);
      end.on('error', () => other.destroy()); // an end that closes well has more on the way
      end.pipe(this.pace()).pipe(other);
    }
  }

  private pace(): Transform {
    return new Transform({
      transform: (data: Buffer, _, done) => {
        if (this.isSilent) return done();
        if (this.bytesPerSecond === Infinity) return done(null, data);
        void sleep((data.length / this.bytesPerSecond) * 1000).then(() => done(null, data));
      },
    });
  }
}
