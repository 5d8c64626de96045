// Engines behind ssh://: every connection is `ssh HOST docker system dial-stdio`, so the user's own ssh configuration, keys
// and agent count, as with the docker program itself. Published ports come here the same way.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as http from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { EngineLost } from './dockerFailure';

export class SshAgent extends http.Agent {
  constructor(private readonly url: string) {
    super({ keepAlive: true, maxFreeSockets: 2 });
  }

  override createConnection(): Duplex {
    return new ChildSocket(
      spawn('ssh', sshArguments(this.url, [], ['docker', 'system', 'dial-stdio']), { stdio: ['pipe', 'pipe', 'pipe'] }),
    );
  }
}

/** `ssh://me@host:2222` → `-l me -p 2222 -- host COMMAND`. A user or host cannot become an option of ssh. */
export function sshArguments(url: string, options: string[], command: string[]): string[] {
  const { username, hostname, port } = new URL(url);
  return [
    ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=8', ...options],
    ...(username ? ['-l', decodeURIComponent(username)] : []),
    ...(port ? ['-p', port] : []),
    ...['--', hostname.replace(/^\[|\]$/g, ''), ...command],
  ];
}

export interface Tunnel {
  /** On 127.0.0.1 of this machine. */
  port: number;
  close(): void;
}

/** Brings a port of 127.0.0.1 on the other side here; each connection is an ssh of its own. */
export async function sshTunnel(url: string, port: number): Promise<Tunnel> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const child = spawn('ssh', sshArguments(url, ['-W', `127.0.0.1:${port}`], []), {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const end = () => {
      socket.destroy();
      child.kill();
      sockets.delete(socket);
    };
    sockets.add(socket);
    socket.on('error', end).on('close', end).pipe(child.stdin).on('error', end);
    child.on('error', end).stdout.on('error', end).pipe(socket);
  });
  await new Promise<void>((listening, failed) => server.on('error', failed).listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A child process's standard streams as what node:http takes for a socket. */
class ChildSocket extends Duplex {
  private said = '';

  constructor(private readonly child: ChildProcess) {
    super({ allowHalfOpen: true });
    const { stdin, stdout, stderr } = child;
    stdout!.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout!.pause();
    });
    stderr!.setEncoding('utf8').on('data', (text: string) => (this.said = (this.said + text).slice(-2000)));
    stdin!.on('error', () => {});
    child.on('error', (error) => this.destroy(new Error(`cannot run ssh: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0 || this.destroyed) this.push(null);
      else
        this.destroy(new EngineLost('is gone', this.said.trim().split('\n').at(-1) || `ssh ended with status ${code}`));
    });
  }

  override _read(): void {
    this.child.stdout!.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.child.stdin!.write(chunk, () => done()); // what counts is how ssh ends
  }

  override _final(done: () => void): void {
    this.child.stdin!.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr]) stream?.destroy();
    this.child.kill();
    done(error);
  }

  // What node:http calls on a socket. An idle connection must not keep the process alive.
  ref(): this {
    return this.each('ref');
  }
  unref(): this {
    return this.each('unref');
  }
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  private each(method: 'ref' | 'unref'): this {
    for (const part of [this.child, this.child.stdin, this.child.stdout, this.child.stderr])
      (part as unknown as Record<string, (() => void) | undefined> | null)?.[method]?.();
    return this;
  }
}
