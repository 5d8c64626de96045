// One pod as a sandbox.
import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { WebSocket } from 'ws';
import { looseFile, tarStream } from '../../files/tar';
import { EngineError } from '../engine';
import type { Exec, Exit, Sandbox } from '../engine';
import { endingOutput, forward, ownersOf, shellScript, shellWord } from '../shellScript';
import { rootEnvironment } from '../rootEnvironment';
import type { Api } from './api';
import { ApiError } from './apiError';
import { channel, keepAlive, send } from './channels';
import { clusterFailure } from './clusterFailure';
import type { Place } from './clusterFailure';
import { bootstrap, execScript, frames, lastFrame, ownFolder, shellIn } from './execScript';
import type { Cluster } from './kubeconfig';
import { container, hasEnded, holdFile, keepFile } from './pod';
import type { Pod } from './pod';
import { podEnded } from './podEnded';
import { podStates } from './podWatch';
import { ExecOutput, exitOf } from './execOutput';
import { forwardPort } from './portForward';
import type { Forward } from './portForward';

const noSuchFile = 44;

/** What a sandbox needs of its engine. */
export interface Host {
  readonly api: Api;
  readonly cluster: Cluster;
  readonly place: Place;
  /** `/api/v1/namespaces/NAME`. */
  readonly namespacePath: string;
  remove(pod: string): Promise<void>;
  inBackground(work: Promise<unknown>): void;
}

export class PodSandbox implements Sandbox {
  private ending: Promise<void> | undefined;
  private kept = false;
  private shells: Promise<void>[] = [];
  private readonly over = new AbortController();
  /** Rejects when the pod ends, with the reason. */
  private readonly end: Promise<never>;
  private forwards: Promise<Map<number, Forward>> | undefined;

  constructor(
    /** The pod's name. */
    readonly id: string,
    private readonly host: Host,
    private readonly wanted: { inside: number; outside: number }[],
    /** Processes that the user may have. */
    private readonly pids: number | undefined,
    /** Ends the beats that keep the pod alive. */
    private readonly lifeline: AbortController,
  ) {
    this.end = this.watch();
    this.end.catch(() => {});
  }

  private get resource(): string {
    return `${this.host.namespacePath}/pods/${this.id}`;
  }

  path(absolute: string): string {
    return absolute;
  }

  private async watch(): Promise<never> {
    const { api, namespacePath, place } = this.host;
    try {
      for await (const pod of podStates(api, namespacePath, this.id, this.over.signal)) {
        if (!pod || hasEnded(pod)) throw podEnded(pod);
      }
    } catch (error) {
      throw this.ending ? podEnded(undefined) : clusterFailure('The pod is out of sight', place, error);
    }
    throw podEnded(undefined);
  }

  async put(tar: Readable, signal?: AbortSignal): Promise<void> {
    let said = '';
    const input = new PassThrough();
    const feeding = pipeline(tar, createGzip({ level: 1 }), input);
    feeding.catch(() => {});
    // A source that fails fails the program's input, which ends the program.
    const exit = await this.exec(
      {
        argv: ['sh', '-c', 'gzip -dc | tar -xp --same-owner --numeric-owner -P -C / -f - --warning=no-timestamp'],
        user: 'root',
        cwd: '/',
        env: rootEnvironment,
        stdin: input,
        onStdout: (chunk) => (said = (said + chunk.toString()).slice(-2000)),
      },
      signal,
    ).catch(async (error) => {
      tar.destroy();
      signal?.throwIfAborted();
      await feeding;
      throw error;
    });
    await feeding;
    if (exit.code !== 0)
      throw new EngineError(
        'Failed',
        `Files cannot be copied into the pod: ${said.trim() || `tar ended with ${exit.code}`}`,
      );
  }

  async get(path: string): Promise<Readable> {
    const output = new PassThrough();
    output.on('error', () => {}); // also rejected below, or seen by whoever reads
    const script = `[ -e "$1" ] || [ -L "$1" ] || exit ${noSuchFile}; cd "$(dirname "$1")" && exec tar -c "$(basename "$1")"`;
    let said = '';
    const ran = this.exec({
      argv: ['sh', '-c', script, 'sh', path],
      user: 'root',
      cwd: '/',
      env: rootEnvironment,
      stdout: output,
      onStderr: (chunk) => (said = (said + chunk.toString()).slice(-2000)),
    });
    const checked = ran.then(({ code }) => {
      if (code === noSuchFile) throw new EngineError('NotFound', `There is no ${path} in the pod.`);
      if (code !== 0) throw new EngineError('Failed', `${path} cannot be read from the pod: ${said.trim()}`);
    });
    checked.catch((error: Error) => output.destroy(error));
    const begun = new Promise<void>((resolve) => output.once('readable', resolve));
    await Promise.race([begun.then(() => (output.readableLength ? undefined : checked)), checked]);
    return output;
  }

  exec(command: Exec, signal?: AbortSignal): Promise<Exit> {
    return endingOutput(command, this.run(command, signal));
  }

  private async run(command: Exec, signal?: AbortSignal): Promise<Exit> {
    signal?.throwIfAborted();
    const socket = await this.open(bootstrap, signal).catch(async (error) => {
      throw await this.failure(notStarted, error);
    });
    const stopPings = keepAlive(socket);
    let processGroup: string | undefined;
    let killing: Promise<unknown> = Promise.resolve();
    let broken: Error | undefined;
    const abort = () => {
      if (processGroup) killing = this.kill(processGroup);
      if (processGroup || broken) socket.terminate();
    };
    signal?.addEventListener('abort', abort);
    const ended = this.end.catch((error: Error) => {
      broken ??= error;
      socket.terminate();
    });
    try {
      const enough = randomBytes(16).toString('hex');
      await send(socket, channel.stdin, execScript(command, { user: command.user, pids: this.pids }, enough));
      const taken = new AbortController();
      const feeding = command.stdin && this.feed(socket, command.stdin, taken.signal);
      feeding?.catch((error: Error) => {
        if (socket.readyState !== socket.OPEN) return; // the program ended without it
        broken ??= error;
        abort();
      });
      const output = new ExecOutput(command.onStderr, enough, () => taken.abort());
      const told = (group: string) => {
        processGroup = group;
        if (signal?.aborted || broken) abort();
      };
      await forward(output.standardOutput(socket, told), command);
      signal?.throwIfAborted();
      if (broken) throw broken;
      if (processGroup === undefined)
        throw new EngineError(
          'Failed',
          `${notStarted}: ${output.said.trim() || output.status?.message || `the pod could not start it in ${command.cwd}`}`,
        );
      if (!output.status) throw new Error('the connection to the API server broke');
      const exit = exitOf(output.status);
      if (exit.signal === 'killed') await this.assertRunning();
      return exit;
    } catch (error) {
      await killing;
      signal?.throwIfAborted();
      throw await this.failure('The connection to a program in the pod broke', broken ?? error);
    } finally {
      signal?.removeEventListener('abort', abort);
      stopPings();
      socket.terminate();
      command.stdin?.destroy();
      void ended;
    }
  }

  /** All of the input, or what is read before `enough`, and the end of it. */
  private async feed(socket: WebSocket, input: Readable, enough: AbortSignal): Promise<void> {
    const stop = () => input.destroy();
    enough.addEventListener('abort', stop);
    try {
      for await (const frame of frames(input as AsyncIterable<Buffer>)) {
        await send(socket, channel.stdin, frame);
        if (enough.aborted) break;
      }
    } catch (error) {
      if (!enough.aborted) throw error;
    }
    if (enough.aborted) await send(socket, channel.stdin, lastFrame);
  }

  private open(command: string[], signal?: AbortSignal): Promise<WebSocket> {
    const words = command.map((word) => `command=${encodeURIComponent(word)}`).join('&');
    return this.host.api.socket(
      `${this.resource}/exec?container=${container}&stdin=true&stdout=true&stderr=true&${words}`,
      signal,
    );
  }

  /** The end of a program whose pod ends is no outcome of it; the pod's state follows a little later. */
  private async assertRunning(): Promise<void> {
    const pod = this.ending ? undefined : await this.host.api.request<Pod>('GET', this.resource).catch(() => undefined);
    if (!pod || hasEnded(pod)) throw podEnded(pod);
  }

  /** Ends a process group of the pod; if even that fails, the pod. */
  private async kill(group: string): Promise<void> {
    try {
      await this.exec({
        argv: ['kill', '-KILL', '--', `-${group}`],
        user: 'root',
        cwd: '/',
        env: rootEnvironment,
      });
    } catch {
      await this.host.remove(this.id).catch(() => {});
    }
  }

  async ports(): Promise<Map<number, { host: string; port: number }>> {
    this.forwards ??= this.forward();
    const all = await this.forwards;
    return new Map([...all].map(([inside, { port }]) => [inside, { host: '127.0.0.1', port }]));
  }

  private async forward(): Promise<Map<number, Forward>> {
    const all = new Map<number, Forward>();
    for (const { inside, outside } of this.wanted)
      try {
        all.set(inside, await forwardPort(this.host.api, this.resource, inside, outside));
      } catch (error) {
        for (const one of all.values()) one.close();
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
        throw new EngineError('Failed', `Port ${outside} is in use on this machine. Stop what listens there.`, {
          cause: error,
          remedies: [{ advice: 'Or take another port', option: '--port N; 0: any that is free' }],
        });
      }
    return all;
  }

  async outOfMemory(): Promise<boolean> {
    let counters = '';
    await this.exec({
      argv: ['cat', '/sys/fs/cgroup/memory.events', '/sys/fs/cgroup/memory/memory.oom_control'],
      user: 'root',
      cwd: '/',
      env: rootEnvironment,
      onStdout: (chunk) => (counters += chunk.toString()),
      onStderr: () => {}, // one of the two is missing: they belong to cgroups of version 2 and 1
    });
    return /^oom_kill [1-9]/m.test(counters);
  }

  shellCommand(command: Pick<Exec, 'user' | 'cwd' | 'env'>, step?: string[]): string {
    const script = `${ownFolder}/shell-${this.shells.length + 1}`;
    const put = this.putLoose(script, shellScript(command.env, step), { mode: 0o700, ...ownersOf(command.user) });
    this.shells.push(put);
    this.host.inBackground(put);
    const { context, namespace } = this.host.cluster;
    const shell = ['/bin/sh', '-c', shellIn(command.user, command.cwd, script)];
    return ['kubectl', '--context', context, '-n', namespace, 'exec', '-it', this.id, '-c', container, '--', ...shell]
      .map(shellWord)
      .join(' ');
  }

  async hold(): Promise<void> {
    await Promise.all(this.shells);
    await this.putLoose(holdFile, '', { mode: 0o600, uid: 0, gid: 0 });
  }

  async keep(): Promise<void> {
    this.kept = true;
    await Promise.all(this.shells);
    await this.putLoose(keepFile, '', { mode: 0o600, uid: 0, gid: 0 });
    this.lifeline.abort();
  }

  private putLoose(path: string, text: string, about: { mode: number; uid: number; gid: number }): Promise<void> {
    return this.put(tarStream([looseFile(path.slice(1), text, about)]));
  }

  destroy(): Promise<void> {
    return (this.ending ??= this.finish());
  }

  private async finish(): Promise<void> {
    for (const one of (await this.forwards?.catch(() => undefined))?.values() ?? []) one.close();
    try {
      if (!this.kept) await this.host.remove(this.id);
    } finally {
      this.over.abort();
      this.lifeline.abort();
    }
  }

  /** The error to throw: says that the pod has ended when that is the cause of `error`. */
  private async failure(what: string, error: unknown): Promise<EngineError> {
    if (error instanceof EngineError) return error;
    const pod = await this.host.api
      .request<Pod>('GET', this.resource)
      .catch((one: unknown) => (one instanceof ApiError && one.code === 404 ? undefined : ('unknown' as const)));
    if (pod !== 'unknown' && (!pod || hasEnded(pod))) return podEnded(pod);
    return clusterFailure(what, this.host.place, error);
  }
}

const notStarted = 'A program cannot be started in the pod';
