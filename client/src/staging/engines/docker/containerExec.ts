// Runs a program in a container to its end.
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Container, ContainerProgram } from './client';
import type { ContainerTrouble } from './containerTrouble';
import type { Exec, Exit } from '../engine';
import type { Liveness } from './liveness';
import { Demultiplexer } from './multiplexed';
import { rootEnvironment } from '../rootEnvironment';
import { forward, ownersOf, signalOf, starter } from '../shellScript';
import { unlessStalled } from './stallWatch';

/** Milliseconds until a program that was started has told its number. */
const knownWithin = 3000;
const notStarted = 'A program cannot be started in the container';

export interface Surroundings {
  container: Container;
  liveness: Liveness;
  trouble: ContainerTrouble;
}

/** An abort kills the program's whole process group. Rejects as `Sandbox.exec` does. */
export async function execIn(around: Surroundings, command: Exec, signal?: AbortSignal): Promise<Exit> {
  const { container, liveness, trouble } = around;
  signal?.throwIfAborted();
  const { exec, socket } = await start(container, command, signal).catch(async (error) => {
    signal?.throwIfAborted();
    throw await trouble.failure(notStarted, error, signal);
  });
  let processGroup: string | undefined;
  let killing: Promise<unknown> = Promise.resolve();
  let soon: NodeJS.Timeout | undefined;
  const abort = () => {
    if (!/^\d+$/.test(processGroup ?? '')) {
      soon ??= setTimeout(() => socket.destroy(), knownWithin); // mostly it is known in a moment, see below
      return;
    }
    killing = liveness.hurried((hurry) => kill(container, processGroup!, command.user, hurry)).catch(() => {});
    socket.destroy();
  };
  signal?.addEventListener('abort', abort);
  try {
    if (command.stdin) command.stdin.on('error', (error) => socket.destroy(error)).pipe(socket);
    const output = new FirstLine();
    const filter = (data: Buffer) => {
      const rest = output.after(data);
      if (!processGroup && output.line) {
        processGroup = output.line;
        if (signal?.aborted) abort();
      }
      return rest;
    };
    const chunks = unlessStalled(socket, async () => !(await exec.inspect()).Running);
    await forward(standardOutput(chunks, command.onStderr, filter), command, signal);
    if (!/^\d+$/.test(output.line ?? '')) {
      // The engine's own message: a missing working directory, an unknown user, no /bin/sh.
      const words = output.text || `the engine could not start it in ${command.cwd}`;
      throw await trouble.failure(notStarted, new Error(words), signal);
    }
    const exit = await exitOf(exec, signal);
    if (exit.signal === 'killed') await trouble.assertRunning(signal);
    return exit;
  } catch (error) {
    await killing;
    signal?.throwIfAborted();
    throw await trouble.failure('The connection to a program in the container broke', error, signal);
  } finally {
    signal?.removeEventListener('abort', abort);
    clearTimeout(soon);
    socket.destroy();
  }
}

/** The first line of output is the number of the program's process group; the program itself never knows. */
async function start(container: Container, command: Exec, abortSignal?: AbortSignal) {
  const script = `echo $$; exec "$@"${command.onStderr ? '' : ' 2>&1'}`;
  const exec = await container.exec({
    Cmd: [...starter(command.env), script, 'sh', ...command.argv],
    User: command.user,
    WorkingDir: command.cwd,
    Env: Object.entries(isRoot(command) ? { ...rootEnvironment, ...command.env } : command.env).map(
      ([name, value]) => `${name}=${value}`,
    ),
    AttachStdin: command.stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    abortSignal,
  });
  // Docker's streams are hijacked connections: the raw socket has the back-pressure that the library's wrapper lacks.
  const options = { hijack: true, stdin: command.stdin !== undefined, abortSignal };
  const socket = (await exec.start(options)) as unknown as Socket;
  socket.on('error', () => {}); // seen by whoever reads
  return { exec, socket };
}

const isRoot = ({ user }: Exec): boolean => ownersOf(user).uid === 0;

async function exitOf(exec: ContainerProgram, abortSignal?: AbortSignal): Promise<Exit> {
  // A program may close its output and go on, so the end of the stream is not yet its end.
  for (let pause = 5; ; pause = Math.min(pause * 2, 250)) {
    const { Running, ExitCode } = await exec.inspect({ abortSignal });
    if (!Running && ExitCode !== null) return { code: ExitCode, signal: signalOf(ExitCode) };
    await delay(pause, undefined, { signal: abortSignal });
  }
}

/** Ends a process group of the container; if even that fails, the container. */
async function kill(container: Container, group: string, user: string, abortSignal: AbortSignal): Promise<void> {
  try {
    const exec = await container.exec({
      Cmd: ['/bin/sh', '-c', `kill -KILL -${group}`],
      User: user,
      WorkingDir: '/',
      abortSignal,
    });
    ((await exec.start({ Detach: true, abortSignal })) as Readable).resume();
  } catch {
    abortSignal.throwIfAborted();
    await container.kill({ abortSignal });
  }
}

/** Standard output without its first line, which goes to `filter`; standard error to its own listener. */
async function* standardOutput(
  chunks: AsyncIterable<Buffer>,
  onStderr: Exec['onStderr'],
  filter: (data: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  const demultiplexer = new Demultiplexer();
  for await (const chunk of chunks) {
    for (const { stream, data } of demultiplexer.pieces(chunk)) {
      if (stream === 'stderr') await onStderr?.(data);
      else yield filter(data);
    }
  }
}

/** Cuts the first line off a stream of chunks. */
class FirstLine {
  line: string | undefined;
  text = '';

  after(data: Buffer): Buffer {
    if (this.line !== undefined) return data;
    const end = data.indexOf('\n');
    this.text += data.subarray(0, end < 0 ? data.length : end).toString();
    if (end < 0) return Buffer.alloc(0);
    this.line = this.text;
    return data.subarray(end + 1);
  }
}
