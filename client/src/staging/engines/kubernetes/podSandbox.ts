// One pod as a sandbox.
import type { Readable } from 'node:stream';
import { looseFile, tarStream } from '../../files/tar';
import type { Exec, Exit, Sandbox } from '../engine';
import { endingOutput, ownersOf, shellScript, shellWord } from '../shellScript';
import { rootEnvironment } from '../rootEnvironment';
import { ownFolder, shellIn } from './execScript';
import { container, holdFile, keepFile } from './pod';
import { runInPod } from './podExec';
import { getFiles, putFiles } from './podFiles';
import { PodReference } from './podReference';
import type { Host } from './podReference';
import { forwardPorts } from './portForward';
import type { Forward } from './portForward';

export class PodSandbox implements Sandbox {
  private readonly pod: PodReference;
  private ending: Promise<void> | undefined;
  private kept = false;
  private shells: Promise<void>[] = [];
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
    this.pod = new PodReference(id, host);
  }

  path(absolute: string): string {
    return absolute;
  }

  put(tar: Readable, signal?: AbortSignal): Promise<void> {
    return putFiles((command, stop) => this.exec(command, stop), tar, !this.host.isRestricted, signal);
  }

  get(path: string): Promise<Readable> {
    return getFiles((command) => this.exec(command), path);
  }

  exec(command: Exec, signal?: AbortSignal): Promise<Exit> {
    const as = this.host.isRestricted ? undefined : { user: command.user, pids: this.pids };
    return endingOutput(command, runInPod(this.pod, command, as, signal));
  }

  async ports(): Promise<Map<number, { host: string; port: number }>> {
    this.forwards ??= forwardPorts(this.host.api, this.pod.path, this.wanted);
    const all = await this.forwards;
    return new Map([...all].map(([inside, { port }]) => [inside, { host: '127.0.0.1', port }]));
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
    const { context, namespace } = this.host.cluster;
    const shell = this.shell(command, step);
    return ['kubectl', '--context', context, '-n', namespace, 'exec', '-it', this.id, '-c', container, '--', ...shell]
      .map(shellWord)
      .join(' ');
  }

  /** Program and arguments of a shell like `command` has, whose script is on its way into the pod. */
  private shell({ user, cwd, env }: Pick<Exec, 'user' | 'cwd' | 'env'>, step?: string[]): string[] {
    const script = `${ownFolder}/shell-${this.shells.length + 1}`;
    const put = this.putLoose(script, shellScript(env, step), { mode: 0o700, ...ownersOf(user) });
    this.shells.push(put);
    this.host.inBackground(put);
    return ['/bin/sh', '-c', shellIn(this.host.isRestricted ? undefined : user, cwd, script)];
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
    this.pod.isEnding = true;
    for (const one of (await this.forwards?.catch(() => undefined))?.values() ?? []) one.close();
    try {
      if (!this.kept) await this.pod.remove();
    } finally {
      this.pod.stopWatching();
      this.lifeline.abort();
    }
  }
}
