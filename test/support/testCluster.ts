// The cluster of KUBECONFIG: what tests do to it, and, where its programs are processes of this machine, to those.
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Standard output. Rejects with what kubectl says. */
export async function kubectl(...args: string[]): Promise<string> {
  const { stdout } = await run('kubectl', args, { maxBuffer: 64 * 2 ** 20 });
  return stdout.trim();
}

/** Asks until the answer is true. */
export async function until(what: string, holds: () => Promise<boolean>, within = 60_000): Promise<void> {
  for (const deadline = Date.now() + within; !(await holds().catch(() => false)); await sleep(250))
    if (Date.now() > deadline) throw new Error(`${what}: not within ${within / 1000} s`);
}

/** A namespace of its own, in which pods can be made. */
export async function makeNamespace(name: string): Promise<void> {
  await kubectl('create', 'namespace', name);
  await until('a service account', async () =>
    (await kubectl('-n', name, 'get', 'serviceaccounts', '-o', 'name')).includes('/default'),
  );
}

/** Pods of ours that run in a namespace, or are there at all. */
export async function podsIn(namespace: string, ...more: string[]): Promise<string[]> {
  const names = await kubectl('-n', namespace, 'get', 'pods', '-l', 'cf-staging=1', '-o', 'name', ...more);
  return names.split('\n').filter(Boolean);
}

/** A program of the cluster on this machine: `apiserver`, `kubelet1`. */
class Program {
  private readonly pidFile: string;
  private readonly argv: string[];

  constructor(home: string, name: string) {
    this.pidFile = join(home, `${name}.pid`);
    this.argv = readFileSync(`/proc/${this.pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  }

  private get pid(): number {
    return Number(readFileSync(this.pidFile, 'utf8'));
  }

  kill(): void {
    process.kill(this.pid, 'SIGKILL');
  }

  start(): void {
    const child = spawn(this.argv[0]!, this.argv.slice(1), { detached: true, stdio: 'ignore' });
    child.unref();
    writeFileSync(this.pidFile, `${child.pid}\n`);
  }
}

/** Undefined where the cluster's programs are none of this machine's: their pids stand in files two folders above the kubeconfig. */
export function programOf(name: string): Program | undefined {
  const home = dirname(dirname(process.env.KUBECONFIG ?? ''));
  return existsSync(join(home, `${name}.pid`)) ? new Program(home, name) : undefined;
}

/** The cluster answers and all its nodes are ready. */
export async function isReady(): Promise<void> {
  await until('the API server', async () => (await kubectl('get', '--raw', '/readyz')) === 'ok');
  await until(
    'the nodes',
    async () => !/NotReady|SchedulingDisabled/.test(await kubectl('get', 'nodes', '--no-headers')),
    120_000,
  );
}
