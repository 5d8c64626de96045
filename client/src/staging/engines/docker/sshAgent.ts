// Engines behind ssh://: every connection is `ssh HOST docker system dial-stdio` (or podman's), so the user's own ssh
// configuration, keys and agent count, as with the docker program itself. Published ports come here the same way.
import { systemReason } from '../../report/systemReason';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as http from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { hostOf, remoteProgram } from './engineCli';
import { Refusal } from './engineAddress';
import type { Place } from './engineAddress';
import { sshFailure } from './sshFailure';
import { sshSharing } from './sshSharing';

export class SshAgent extends http.Agent {
  constructor(private readonly place: Place) {
    super({ keepAlive: true, maxFreeSockets: 2 });
  }

  override createConnection(): Duplex {
    const { url } = this.place;
    const args = sshArguments(url, [], [...remoteProgram(this.place), 'system', 'dial-stdio']);
    return new ChildSocket(spawn('ssh', args, { stdio: ['pipe', 'pipe', 'pipe'] }), url);
  }
}

/**
 * `ssh://me@host:2222` → `-l me -p 2222 -- host COMMAND`. A user or host cannot become an option of ssh; nothing is asked, and
 * a host that goes away is noticed within a minute.
 */
export function sshArguments(url: string, options: string[], command: string[]): string[] {
  const { username, port } = new URL(url);
  const unattended = ['BatchMode=yes', 'ConnectTimeout=8', 'ServerAliveInterval=15', 'ServerAliveCountMax=3'];
  return [
    ...unattended.flatMap((option) => ['-o', option]),
    ...sshSharing(),
    ...options,
    ...(username ? ['-l', decodeURIComponent(username)] : []),
    ...(port ? ['-p', port] : []),
    ...['--', hostOf(url), ...command],
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

const cannotRun = (error: NodeJS.ErrnoException) =>
  error.code === 'ENOENT'
    ? new Refusal('ssh is not installed here', { advice: 'Install OpenSSH’s client' })
    : new Refusal(`ssh cannot be run: ${systemReason(error)}`);

/** A child process's standard streams as what node:http takes for a socket. */
class ChildSocket extends Duplex {
  private said = '';

  constructor(
    private readonly child: ChildProcess,
    url: string,
  ) {
    super({ allowHalfOpen: true });
    const { stdin, stdout, stderr } = child;
    stdout!.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout!.pause();
    });
    stderr!.setEncoding('utf8').on('data', (text: string) => (this.said = (this.said + text).slice(-2000)));
    stdin!.on('error', () => {});
    child.on('error', (error) => this.destroy(cannotRun(error)));
    child.on('close', (code) => {
      if (code === 0 || this.destroyed) this.push(null);
      else this.destroy(sshFailure(url, code, this.said));
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
