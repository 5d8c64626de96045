// Stagings as child processes in a private folder, for machines where no container engine can run. Nothing is isolated, and
// neither memory nor processes are limited: a buildpack can do what the user can.
import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from './engine';
import type { Engine, Exec, Exit, Sandbox, SandboxSpec } from './engine';
import { endProcessGroup } from '../../../../server/src/base/processGroup';
import { endingOutput, forward, shellScript, shellWord, signalOf, starter } from './shellScript';
import { otherPort, portInUse } from './portInUse';
import type { WorkLog } from '../report/progress';
import { systemReason } from '../report/systemReason';
import { isDead, thisProcess } from '../files/owner';
import type { Owner } from '../files/owner';

const prefix = 'cf-staging-';
const keptMs = 24 * 60 * 60 * 1000;

/** Lies beside the root, so that nothing inside sees it. */
interface OwnerFile extends Owner {
  /** Set by --keep-failed: when it may go all the same. */
  keptUntil?: number;
}

export class LocalEngine implements Engine {
  readonly name = 'local';
  readonly hasVolumes = false;
  readonly canGoBack = false;
  readonly product = 'processes of this machine';
  readonly description = 'processes of this machine, without isolation';
  private readonly background = new Set<Promise<unknown>>();

  /** There are no images: the programs of this machine are used. */
  async ensureImage(image: string, log: WorkLog, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (process.platform === 'win32')
      throw new EngineError(
        'Unavailable',
        'The engine "local" needs Linux or macOS, because buildpacks are Unix scripts. Use Docker, or run this inside WSL.',
      );
    log.line(`No container: the programs of this machine stand in for ${image}`);
  }

  async hasImage(): Promise<boolean> {
    return true;
  }

  async create(spec: SandboxSpec, signal: AbortSignal): Promise<LocalSandbox> {
    signal.throwIfAborted();
    const home = await mkdtemp(join(tmpdir(), prefix)); // 0700
    try {
      await writeFile(join(home, 'owner.json'), JSON.stringify(thisProcess satisfies OwnerFile));
      for (const folder of ['groups', 'root', 'root/tmp', 'root/home', 'root/etc']) await mkdir(join(home, folder));
      signal.throwIfAborted();
      return new LocalSandbox(home, spec, this);
    } catch (error) {
      await rm(home, { recursive: true, force: true });
      throw error;
    }
  }

  async sweep(): Promise<number> {
    const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
    const swept = await Promise.all(
      names.map(async (name) => {
        const home = join(tmpdir(), name);
        const owner = await ownerOf(home);
        if (!owner || !isDead(owner) || (owner.keptUntil ?? 0) > Date.now()) return false;
        await rm(join(home, 'keep'), { force: true });
        await exitOf(startReaper(home, 'ignore'));
        return true;
      }),
    );
    return swept.filter(Boolean).length;
  }

  async removeVolumes(): Promise<number> {
    return 0;
  }

  /** Work that nobody waits for before `settle()`. */
  inBackground(work: Promise<unknown>): void {
    this.background.add(work);
    void work.finally(() => this.background.delete(work)).catch(() => {});
  }

  async settle(): Promise<void> {
    await Promise.allSettled(this.background);
  }
}

/** Undefined for a folder that is not ours, or of somebody else. */
async function ownerOf(home: string): Promise<OwnerFile | undefined> {
  try {
    return JSON.parse(await readFile(join(home, 'owner.json'), 'utf8')) as OwnerFile;
  } catch {
    return undefined;
  }
}

/*
 * Waits until its standard input ends, which is when our process ends, by SIGKILL too. Then it ends what still runs: the
 * process groups noted in groups/, and what has left them but still works below the folder. Last it removes the folder,
 * in which there may be folders without permissions.
 */
const reaper = `
trap '' PIPE
cat >/dev/null
[ -e "$1/keep" ] && exit
for group in "$1"/groups/*; do kill -KILL "-\${group##*/}" 2>/dev/null; done
for link in /proc/[0-9]*/cwd; do
  case $(readlink "$link" 2>/dev/null) in "$1"/*) link=\${link%/cwd}; kill -KILL "\${link#/proc/}" 2>/dev/null;; esac
done
echo ended
chmod -R u+rwx "$1" 2>/dev/null
rm -rf "$1"`;

function startReaper(home: string, stdin: 'pipe' | 'ignore'): ChildProcess {
  return spawn('/bin/sh', ['-c', reaper, 'sh', home], { stdio: [stdin, 'pipe', 'ignore'], detached: true });
}

class LocalSandbox implements Sandbox {
  readonly id: string;
  private readonly root: string;
  private readonly reaper: ChildProcess;
  private readonly timer: NodeJS.Timeout;
  private readonly portNumbers = new Map<number, number>();
  private ending: Promise<void> | undefined;
  private kept = false;
  private shells = 0;

  constructor(
    private readonly home: string,
    private readonly spec: SandboxSpec,
    private readonly engine: LocalEngine,
  ) {
    this.id = basename(home);
    this.root = join(home, 'root');
    this.reaper = startReaper(home, 'pipe');
    this.timer = setTimeout(() => void this.destroy(), spec.maxSeconds * 1000).unref();
  }

  path(absolute: string): string {
    return join(this.root, absolute);
  }

  /** `tar` itself refuses names that leave the folder. */
  async put(tar: Readable, signal?: AbortSignal): Promise<void> {
    const child = start('tar', ['-x', '-p', '--no-same-owner', '-f', '-', '-C', this.root], ['pipe', 'ignore', 'pipe']);
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
    const ended = exitOf(child);
    const fed = pipeline(tar, child.stdin!, { signal }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return; // tar says why
      endProcessGroup(child);
      throw error;
    });
    const [feeding, { code }] = await Promise.all([
      fed.then(
        () => undefined,
        (error: Error) => error,
      ),
      ended,
    ]);
    signal?.throwIfAborted();
    if (feeding) throw feeding;
    if (code !== 0) throw this.failure('Cannot unpack files', said.trim() || `tar ended with ${code}`);
  }

  exec(command: Exec, signal?: AbortSignal): Promise<Exit> {
    return endingOutput(command, this.run(command, signal));
  }

  private async run(command: Exec, signal?: AbortSignal): Promise<Exit> {
    signal?.throwIfAborted();
    if (this.ending) throw this.failure('A program cannot be run', 'its folder has been removed');
    await stat(command.cwd).catch(() => {
      throw this.failure('A program cannot be run', `there is no folder ${command.cwd}`);
    });
    const noted = join(this.home, 'groups');
    const script = `: >"$0/$$"; ulimit -n 16384 2>/dev/null; exec "$@"${command.onStderr ? '' : ' 2>&1'}`;
    const [shell, ...options] = starter(command.env);
    const child = start(
      shell!,
      [...options, script, noted, ...command.argv],
      [command.stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      {
        cwd: command.cwd,
        env: { PATH: process.env.PATH, ...command.env },
      },
    );
    const abort = () => endProcessGroup(child);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      child.stdin?.on('error', () => {}); // the program need not read it all
      command.stdin?.on('error', abort).pipe(child.stdin!);
      const output = Promise.all([
        forward(child.stdout!, command, signal),
        forward(child.stderr!, { onStdout: command.onStderr }, signal),
      ]);
      output.catch(abort);
      const exit = await exitOf(child, 'exit');
      await Promise.race([output, silent(child.stdout as Socket)]);
      signal?.throwIfAborted();
      if (this.ending) throw this.failure('A program was ended', 'its folder has been removed');
      return exit;
    } finally {
      signal?.removeEventListener('abort', abort);
      child.stdout!.destroy();
      child.stderr!.destroy();
      await this.forget(child.pid);
    }
  }

  /** Nobody is left in the group, so its number may come to stand for others. */
  private async forget(group: number | undefined): Promise<void> {
    if (group !== undefined && !hasMembers(group)) await rm(join(this.home, 'groups', String(group)), { force: true });
  }

  async get(path: string): Promise<Readable> {
    const full = this.path(path);
    if (!(await lstat(full).catch(() => undefined)))
      throw new EngineError('NotFound', `There is no ${path} in ${this.root}.`);
    const child = start(
      'tar',
      ['-c', '-f', '-', '-C', dirname(full), '--', basename(full)],
      ['ignore', 'pipe', 'ignore'],
    );
    const tar = child.stdout!;
    void exitOf(child).then(
      ({ code }) => code && tar.destroy(this.failure(`Cannot read ${path}`, `tar ended with ${code}`)),
    );
    tar.on('close', () => endProcessGroup(child));
    return tar;
  }

  /** Nothing is translated here: programs listen on the outer port itself. */
  async ports(): Promise<Map<number, { host: string; port: number }>> {
    for (const { inside, outside } of this.spec.ports ?? [])
      if (!this.portNumbers.has(inside)) this.portNumbers.set(inside, await freePort(outside));
    return new Map([...this.portNumbers.values()].map((port) => [port, { host: '127.0.0.1', port }]));
  }

  async outOfMemory(): Promise<boolean> {
    return false; // there is no limit to reach
  }

  shellCommand({ cwd, env }: Pick<Exec, 'user' | 'cwd' | 'env'>, step?: string[]): string {
    const script = join(this.home, `shell-${++this.shells}`);
    writeFileSync(script, shellScript(env, step), { mode: 0o700 });
    return `cd ${shellWord(cwd)} && ${shellWord(script)}`;
  }

  async hold(): Promise<void> {
    clearTimeout(this.timer);
  }

  async keep(): Promise<void> {
    this.kept = true;
    clearTimeout(this.timer);
    await writeFile(
      join(this.home, 'owner.json'),
      JSON.stringify({ ...thisProcess, keptUntil: Date.now() + keptMs } satisfies OwnerFile),
    );
    await writeFile(join(this.home, 'keep'), '');
    this.reaper.stdin!.end();
  }

  destroy(): Promise<void> {
    return (this.ending ??= this.end());
  }

  private async end(): Promise<void> {
    if (this.kept) return;
    clearTimeout(this.timer);
    const removed = exitOf(this.reaper);
    const ended = new Promise((resolve) => this.reaper.stdout!.once('data', resolve).once('close', resolve));
    this.reaper.stdin!.end();
    await ended;
    this.engine.inBackground(removed);
  }

  private failure(what: string, why: string): EngineError {
    return new EngineError('Failed', `${what} with the engine "local": ${why}.`);
  }
}

function start(
  program: string,
  args: string[],
  stdio: SpawnOptions['stdio'],
  options: SpawnOptions = {},
): ChildProcess {
  return spawn(program, args, { ...options, stdio, detached: true });
}

/** `exit`: the program has ended; `close`: and nobody holds its output any more. */
async function exitOf(child: ChildProcess, event: 'exit' | 'close' = 'close'): Promise<Exit> {
  return await new Promise((resolve, reject) => {
    child.once('error', reject).once(event, (code, signal) => {
      const exit = code ?? 128 + constants.signals[signal as NodeJS.Signals];
      resolve({ code: exit, signal: signal ? signalOf(exit) : undefined });
    });
  });
}

function hasMembers(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

/** The program has ended, but a background child holds its output open: as with containers that is not waited for. */
async function silent(output: Socket): Promise<void> {
  for (let seen = -1; output.bytesRead > seen || output.readableLength > 0; await delay(200)) seen = output.bytesRead;
}

/** `wanted`, or with 0 any. Throws EngineError when nobody can listen on it; the app will want all addresses. */
async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening, failed) => {
    server.on('error', failed).listen({ port: wanted, host: '0.0.0.0', exclusive: true }, listening);
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw portInUse(wanted, 'this machine', error);
    throw new EngineError('Failed', `Nothing can listen on port ${wanted} of this machine: ${systemReason(error)}.`, {
      cause: error,
      remedies: [otherPort],
    });
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
