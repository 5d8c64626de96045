// Stands between us and an engine's socket, and from a moment on does what failing engines and networks do.
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const http = (status: string, type: string, body: string) =>
  `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;

/** What happens to connections that are open, and to those made afterwards. */
interface Fault {
  open: 'freeze' | 'reset' | 'keep';
  /** A text: that is answered to each request. */
  next: 'silent' | 'reset' | 'refuse' | 'endless' | 'pass' | { answer: string };
}

const faults = {
  hangs: { open: 'freeze', next: 'silent' },
  resets: { open: 'reset', next: 'reset' },
  /** Its containers end with our connections to them. */
  'is restarted': { open: 'reset', next: 'pass' },
  vanishes: { open: 'reset', next: 'refuse' },
  'answers HTTP 500': {
    open: 'reset',
    next: { answer: http('500 Internal Server Error', 'application/json', '{"message":"the shim has died"}') },
  },
  'answers web pages': {
    open: 'reset',
    next: { answer: http('200 OK', 'text/html', '<html><title>Sign in</title></html>') },
  },
  'answers without end': { open: 'reset', next: 'endless' },
  'speaks another protocol': { open: 'reset', next: { answer: 'SSH-2.0-OpenSSH_9.2\r\n' } },
  'has a full disk': {
    open: 'keep',
    next: {
      answer: http(
        '500 Internal Server Error',
        'application/json',
        '{"message":"write /var/lib/docker/tmp/x: no space left on device"}',
      ),
    },
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

export class FaultProxy {
  readonly folder = mkdtempSync(join(tmpdir(), 'faults-'));
  readonly socket = join(this.folder, 'docker.sock');
  private readonly server: Server;
  private readonly pairs = new Set<{ from: Socket; to: Socket }>();
  private readonly others = new Set<Socket>();
  private fault: Fault | undefined;

  constructor(private readonly engine = '/var/run/docker.sock') {
    this.server = createServer({ allowHalfOpen: true }, (from) => this.take(from)).listen(this.socket);
  }

  get host(): string {
    return `unix://${this.socket}`;
  }

  begin(name: FaultName): void {
    const { open } = (this.fault = faults[name]);
    if (this.fault.next === 'refuse') this.server.close();
    for (const { from, to } of this.pairs) {
      if (open === 'keep') continue;
      from.unpipe(to);
      to.unpipe(from);
      if (open === 'freeze') continue;
      from.destroy();
      to.destroy();
    }
  }

  close(): void {
    this.server.close();
    for (const { from, to } of this.pairs) [from, to].forEach((one) => one.destroy());
    for (const one of this.others) one.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private take(from: Socket): void {
    from.on('error', () => {});
    if (this.fault && this.fault.next !== 'pass') return this.fail(from, this.fault.next);
    const to = connect({ path: this.engine, allowHalfOpen: true });
    const pair = { from, to };
    this.pairs.add(pair);
    from.pipe(to).on('error', () => from.destroy());
    to.pipe(from);
    from.once('close', () => {
      to.destroy();
      this.pairs.delete(pair);
    });
  }

  private fail(from: Socket, next: Exclude<Fault['next'], 'pass'>): void {
    this.others.add(from);
    if (next === 'reset' || next === 'refuse') from.once('data', () => from.destroy());
    else if (next === 'silent') from.resume();
    else if (next === 'endless') {
      from.resume().write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"Version":"');
      const more = () => {
        if (from.destroyed) return;
        while (from.write('x'.repeat(65536))) if (from.destroyed) return;
        from.once('drain', () => setImmediate(more));
      };
      more();
    } else from.once('data', () => from.end(next.answer));
  }
}
