// One container as a sandbox.
import type Dockerode from 'dockerode';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { looseFile, tarStream } from '../../files/tar';
import type { TarEntry } from '../../files/tar';
import type { Container, Host } from './client';
import { engineFailure, engineTrouble, imageFailure, statusOf } from './dockerFailure';
import { engineCli } from './engineCli';
import { EngineError } from '../engine';
import type { Exec, Exit, Sandbox } from '../engine';
import { endingOutput, forward, ownersOf, shellScript, shellWord, signalOf, starter } from '../shellScript';
import { Demultiplexer } from './multiplexed';
import { rootEnvironment } from '../rootEnvironment';
import { unlessStalled } from './stallWatch';
import { sshTunnel } from './sshAgent';
import type { Tunnel } from './sshAgent';

const ownFolder = '/.cf-staging';
/** Its presence lets a container outlive us. Only root can make it, so a buildpack cannot. */
export const keepFile = `${ownFolder}/keep`;
/** Its presence lets a container outlive its time, but not us. */
export const holdFile = `${ownFolder}/hold`;

export class DockerSandbox implements Sandbox {
  readonly id: string;
  private ending: Promise<void> | undefined;
  private kept = false;
  private shells: Promise<void>[] = [];
  private readonly tunnels = new Map<number, Tunnel>();

  constructor(
    private readonly container: Container,
    /** The connection the container's main process reads: it ends when this does. */
    private readonly lifeline: Socket,
    private readonly engine: Host,
    private readonly image: string,
    /** What the main process has said: nothing, unless it could not run. */
    private readonly said: () => string,
  ) {
    this.id = container.id;
  }

  path(absolute: string): string {
    return absolute;
  }

  async put(tar: Readable, signal?: AbortSignal): Promise<void> {
    const giveUp = new AbortController();
    // A source that is destroyed before its end would leave the request waiting for ever.
    const source = finished(tar, { writable: false }).catch((error) => giveUp.abort(error));
    try {
      signal?.throwIfAborted();
      const abortSignal = signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal;
      await this.container.putArchive(tar, { path: '/', abortSignal });
    } catch (error) {
      signal?.throwIfAborted();
      giveUp.signal.throwIfAborted();
      throw await this.failure('Files cannot be copied into the container', error);
    } finally {
      tar.destroy();
      await source;
    }
  }

  async get(path: string): Promise<Readable> {
    try {
      return (await this.container.getArchive({ path })) as Readable;
    } catch (error) {
      if (statusOf(error) === 404)
        throw new EngineError('NotFound', `There is no ${path} in the container.`, { cause: error });
      throw await this.failure(`${path} cannot be read from the container`, error);
    }
  }

  exec(command: Exec, signal?: AbortSignal): Promise<Exit> {
    return endingOutput(command, this.run(command, signal));
  }

  private async run(command: Exec, signal?: AbortSignal): Promise<Exit> {
    signal?.throwIfAborted();
    const { exec, socket } = await this.startExec(command, signal).catch(async (error) => {
      signal?.throwIfAborted();
      throw await this.failure(notStarted, error);
    });
    let processGroup: string | undefined;
    let killing: Promise<unknown> = Promise.resolve();
    let soon: NodeJS.Timeout | undefined;
    const abort = () => {
      void this.engine.liveness.hurry();
      if (!/^\d+$/.test(processGroup ?? '')) {
        soon ??= setTimeout(() => socket.destroy(), knownWithin); // mostly it is known in a moment, see below
        return;
      }
      killing = this.kill(processGroup!, command.user);
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
        throw await this.failure(notStarted, new Error(words));
      }
      const exit = await this.exitOf(exec, signal);
      if (exit.signal === 'killed') await this.assertRunning();
      return exit;
    } catch (error) {
      await killing;
      signal?.throwIfAborted();
      throw await this.failure('The connection to a program in the container broke', error);
    } finally {
      signal?.removeEventListener('abort', abort);
      clearTimeout(soon);
      socket.destroy();
    }
  }

  /** The first line of output is the number of the program's process group; the program itself never knows. */
  private async startExec(command: Exec, abortSignal?: AbortSignal) {
    const script = `echo $$; exec "$@"${command.onStderr ? '' : ' 2>&1'}`;
    const exec = await this.container.exec({
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

  private async exitOf(exec: Dockerode.Exec, abortSignal?: AbortSignal): Promise<Exit> {
    // A program may close its output and go on, so the end of the stream is not yet its end.
    for (let pause = 5; ; pause = Math.min(pause * 2, 250)) {
      const { Running, ExitCode } = await exec.inspect({ abortSignal });
      if (!Running && ExitCode !== null) return { code: ExitCode, signal: signalOf(ExitCode) };
      await delay(pause, undefined, { signal: abortSignal });
    }
  }

  /** A container that ends kills all programs in it; that is no outcome of theirs. Its state follows a little later. */
  private async assertRunning(): Promise<void> {
    if (!this.ending) await delay(100);
    const running =
      !this.ending &&
      (await this.container.inspect().then(
        ({ State }) => State.Running,
        () => false,
      ));
    if (!running) throw await this.containerEnded();
  }

  /** Ends a process group of the container; if even that fails, the container. */
  private async kill(group: string, user: string): Promise<void> {
    try {
      const exec = await this.container.exec({
        Cmd: ['/bin/sh', '-c', `kill -KILL -${group}`],
        User: user,
        WorkingDir: '/',
      });
      ((await exec.start({ Detach: true })) as Readable).resume();
    } catch {
      await this.container.kill().catch(() => {});
    }
  }

  async ports(): Promise<Map<number, { host: string; port: number }>> {
    const { NetworkSettings: network } = await this.inspect();
    const published = Object.entries(network.Ports ?? {}).filter(([, to]) => to?.[0]);
    const reached = published.map(async ([inside, to]) => {
      const port = Number(to[0]!.HostPort);
      return [Number.parseInt(inside), { host: this.engine.publishOn.reach, port: await this.portHere(port) }] as const;
    });
    return new Map(await Promise.all(reached));
  }

  /** On an engine behind ssh a port is published on the other side, so it is tunnelled. */
  private async portHere(port: number): Promise<number> {
    const { url } = this.engine.place;
    if (!url.startsWith('ssh:')) return port;
    const tunnel = this.tunnels.get(port) ?? (await sshTunnel(url, port));
    this.tunnels.set(port, tunnel);
    return tunnel.port;
  }

  async outOfMemory(): Promise<boolean> {
    const { State: state } = await this.inspect();
    if (state.OOMKilled || !state.Running) return state.OOMKilled;
    // The engine hears of kills a little later than those who wait for the killed; the kernel's own count does not lag.
    let counters = '';
    await this.exec({
      argv: ['cat', '/sys/fs/cgroup/memory.events', '/sys/fs/cgroup/memory/memory.oom_control'],
      user: '0:0',
      cwd: '/',
      env: {},
      onStdout: (chunk) => (counters += chunk.toString()),
      onStderr: () => {}, // one of the two is missing: they belong to cgroups of version 2 and 1
    });
    return /^oom_kill [1-9]/m.test(counters);
  }

  private async inspect() {
    try {
      return await this.container.inspect();
    } catch (error) {
      throw await this.failure('The container cannot be inspected', error);
    }
  }

  shellCommand(command: Pick<Exec, 'user' | 'cwd' | 'env'>, step?: string[]): string {
    const script = `${ownFolder}/shell-${this.shells.length + 1}`;
    const owners = ownersOf(command.user);
    const put = this.putLoose([looseFile(script.slice(1), shellScript(command.env, step), { mode: 0o700, ...owners })]);
    this.shells.push(put);
    this.engine.inBackground(put);
    const words = [
      ...engineCli(this.engine.place, this.engine.isPodman),
      'exec',
      '-it',
      '-u',
      command.user,
      '-w',
      command.cwd,
      this.id.slice(0, 12),
      script,
    ];
    return words.map(shellWord).join(' ');
  }

  async hold(): Promise<void> {
    await Promise.all(this.shells);
    await this.putLoose([looseFile(holdFile.slice(1), '', { mode: 0o600, uid: 0, gid: 0 })]);
  }

  async keep(): Promise<void> {
    this.kept = true;
    await Promise.all(this.shells);
    await this.putLoose([looseFile(keepFile.slice(1), '', { mode: 0o600, uid: 0, gid: 0 })]);
    this.lifeline.end();
  }

  private putLoose(entries: TarEntry[]): Promise<void> {
    const folder: TarEntry = {
      ...looseFile(ownFolder.slice(1), '', { mode: 0o755, uid: 0, gid: 0 }),
      type: 'Directory',
    };
    return this.put(tarStream([folder, ...entries]));
  }

  destroy(): Promise<void> {
    return (this.ending ??= this.end());
  }

  private async end(): Promise<void> {
    for (const tunnel of this.tunnels.values()) tunnel.close();
    if (this.kept) return;
    void this.engine.liveness.hurry();
    await this.container.kill().catch(() => {}); // 404, 409: it has ended already
    await this.container.wait({ condition: 'not-running' }).catch(() => {});
    this.lifeline.destroy();
    this.engine.remove(this.container);
  }

  /** The error to throw: says that the engine has gone or the container has ended when that is the cause of `error`. */
  private async failure(what: string, error: unknown): Promise<EngineError> {
    if (error instanceof EngineError) return error;
    const { description, liveness } = this.engine;
    try {
      const { State } = await this.container.inspect();
      if (!State.Running) return await this.containerEnded(error);
    } catch (lost) {
      if (statusOf(lost) === 404) return await this.containerEnded(error);
      const trouble = engineTrouble(description, lost);
      if (trouble?.code === 'Gone') liveness.lost(trouble);
      if (trouble) return trouble;
    }
    return engineFailure(description, what, error);
  }

  private async containerEnded(cause?: unknown): Promise<EngineError> {
    const unfit = imageFailure(this.image, this.said(), cause);
    if (unfit) return unfit;
    return new EngineError(
      'Failed',
      'It cannot go on: the container has ended. It was removed from outside, its time was up, or the engine was stopped. Try again.',
      { cause },
    );
  }
}

const isRoot = ({ user }: Exec): boolean => ownersOf(user).uid === 0;

/** Milliseconds until a program that was started has told its number. */
const knownWithin = 3000;
const notStarted = 'A program cannot be started in the container';

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
