// One container as a sandbox.
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { looseFile, tarStream } from '../../files/tar';
import type { TarEntry } from '../../files/tar';
import type { Container, Host } from './client';
import { holdFile, keepFile, ownFolder } from './containerOptions';
import { execIn } from './containerExec';
import type { ContainerTrouble } from './containerTrouble';
import { statusOf } from './dockerFailure';
import { engineCli } from './engineCli';
import type { EngineRun } from './engineRun';
import { EngineError } from '../engine';
import type { Exec, Exit, Sandbox } from '../engine';
import { PublishedPorts } from './publishedPorts';
import { endingOutput, ownersOf, shellScript, shellWord } from '../shellScript';

export class DockerSandbox implements Sandbox {
  readonly id: string;
  private ending: Promise<void> | undefined;
  private kept = false;
  private shells: Promise<void>[] = [];
  private readonly published: PublishedPorts;

  constructor(
    private readonly container: Container,
    /** The connection the container's main process reads: it ends when this does. */
    private readonly lifeline: Socket,
    private readonly engine: Host,
    private readonly run: EngineRun,
    private readonly trouble: ContainerTrouble,
  ) {
    this.id = container.id;
    this.published = new PublishedPorts(engine);
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
      throw await this.trouble.failure('Files cannot be copied into the container', error, signal);
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
      throw await this.trouble.failure(`${path} cannot be read from the container`, error);
    }
  }

  exec(command: Exec, signal?: AbortSignal): Promise<Exit> {
    const { container, trouble } = this;
    const { liveness } = this.engine;
    return endingOutput(command, execIn({ container, liveness, trouble }, command, signal));
  }

  async ports(): Promise<Map<number, { host: string; port: number }>> {
    return await this.published.of((await this.inspect()).NetworkSettings);
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
      throw await this.trouble.failure('The container cannot be inspected', error);
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
    this.published.close();
    this.run.close();
    if (this.kept) return;
    await this.engine.liveness
      .hurried(async (abortSignal) => {
        await this.container.kill({ abortSignal }).catch(() => {}); // 404, 409: it has ended already
        await this.container.wait({ condition: 'not-running', abortSignal });
      })
      .catch(() => {});
    this.lifeline.destroy();
    this.engine.remove(this.container);
  }
}
