// What an exec sends back: the program's output, what it said on standard error, and how it ended.
import type { WebSocket } from 'ws';
import type { Exec, Exit } from '../engine';
import { signalOf } from '../shellScript';
import type { Status } from './apiError';
import { channel, messages } from './channels';

/** `details.causes` of a failed command holds its exit code. */
export function exitOf(status: Status): Exit {
  if (status.status === 'Success') return { code: 0 };
  const code = Number(status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message);
  if (!Number.isInteger(code)) throw new Error(status.message ?? 'the cluster does not tell how it ended');
  return { code, signal: signalOf(code) };
}

/** The channels of an exec: the first line of output is the number of the program's process group; the program never knows. */
export class ExecOutput {
  /** What was said on standard error before that line: by whoever starts the program, or by the program, when it overtakes. */
  private early = Buffer.alloc(0);
  status: Status | undefined;

  constructor(
    private readonly onStderr: Exec['onStderr'],
    /** What ends standard error when no more input is wanted. */
    private readonly enough: string,
    private readonly onEnough: () => void,
  ) {}

  /** Of a program that was not started: why. */
  get said(): string {
    return this.early.toString().slice(-2000);
  }

  async *standardOutput(socket: WebSocket, onGroup: (group: string) => void): AsyncGenerator<Buffer> {
    let first = '';
    let begun = false;
    for await (const message of messages(socket)) {
      if (message.channel === channel.status) {
        if (this.held.length) await this.onStderr?.(this.held);
        this.status = JSON.parse(message.data.toString()) as Status;
        socket.close();
      } else if (message.channel === channel.stderr) {
        if (begun) await this.standardError(message.data);
        else this.early = Buffer.concat([this.early, message.data]);
      } else if (message.channel !== channel.stdout) continue;
      else if (begun) yield message.data;
      else {
        const end = message.data.indexOf('\n');
        first += message.data.subarray(0, end < 0 ? undefined : end).toString('latin1');
        if (end < 0) continue;
        if (!/^\d+$/.test(first)) {
          this.early = Buffer.concat([this.early, Buffer.from(first)]);
          continue;
        }
        begun = true;
        onGroup(first);
        await this.standardError(this.early);
        yield message.data.subarray(end + 1);
      }
    }
  }

  private held = Buffer.alloc(0);

  /** All but `enough`, which may come in pieces. */
  private async standardError(data: Buffer): Promise<void> {
    const all = Buffer.concat([this.held, data]);
    const at = all.indexOf(this.enough);
    if (at >= 0) this.onEnough();
    let keep = 0;
    if (at < 0)
      for (keep = Math.min(all.length, this.enough.length - 1); keep; keep--)
        if (this.enough.startsWith(all.subarray(-keep).toString('latin1'))) break;
    const said = at < 0 ? all.subarray(0, all.length - keep) : all.subarray(0, at);
    this.held = at < 0 ? all.subarray(all.length - keep) : Buffer.alloc(0);
    if (said.length) await this.onStderr?.(said);
  }
}
