// What only an engine of our own may suffer: it is killed, restarted, and its disk runs full. A second dockerd beside the one
// that runs, with everything of its own: a disk in memory, a socket and a bridge.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '../../../client/src/staging/findEngine';
import type { Outcome } from '../../../client/src/staging/report/events';
import { advised, onCommandLine } from '../../../server/src/base/remedy';
import { startEngine } from '../../setup/engine';
import type { TestEngine } from '../../setup/engine';
import { copyStackImage } from '../../setup/stackImage';
import { simple } from '../support/buildpacks';
import { temporaryFolder } from '../support/files';
import { stageApp } from '../support/stageApp';
import type { Given } from '../support/stageApp';
import { gone, stageUntil, told } from './cells';
import type { Cell } from './cells';

const bridge = 'cf-staging-flt';
const address = '172.31.250.1/24';
const diskBytes = 700 * 2 ** 20;

class OwnEngine {
  readonly folder = mkdtempSync(join(tmpdir(), 'own-engine-'));
  readonly socket = join(this.folder, 'docker.sock');
  readonly data = join(this.folder, 'data');
  private daemon: TestEngine | undefined;

  get host(): string {
    return `unix://${this.socket}`;
  }

  async start(): Promise<void> {
    const own = (name: string) => join(this.folder, name);
    const places = ['--data-root', this.data, '--exec-root', own('run'), '--pidfile', own('pid'), '--host', this.host];
    const network = ['--bridge', bridge, '--iptables=false', '--ip-masq=false', '--userland-proxy=false'];
    this.daemon = await startEngine([...places, ...network], this.socket);
  }

  async stop(signal?: NodeJS.Signals): Promise<void> {
    await this.daemon?.stop(signal);
    this.daemon = undefined;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }
}

/** Throws where only root could start an engine. */
async function withOwnEngine(use: (engine: OwnEngine) => Promise<void>): Promise<void> {
  const engine = new OwnEngine();
  mkdirSync(engine.data);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', engine.data]);
  execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge']);
  execFileSync('ip', ['address', 'add', address, 'dev', bridge]);
  execFileSync('ip', ['link', 'set', bridge, 'up']);
  try {
    await engine.start();
    await copyStackImage(engine.host);
    await use(engine);
  } finally {
    await engine.stop();
    execFileSync('ip', ['link', 'delete', bridge]);
    endProcessesOf(engine.folder);
    unmountBelow(engine.folder);
    rmSync(engine.folder, { recursive: true, force: true });
  }
}

/** What a killed engine leaves running. */
function endProcessesOf(folder: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const command = join('/proc', pid, 'cmdline');
    if (Number(pid) !== process.pid && existsSync(command) && readFileSync(command, 'utf8').includes(`${folder}/`))
      process.kill(Number(pid), 'SIGKILL');
  }
}

/** The engine's data, and what a killed engine leaves of its containers. */
function unmountBelow(folder: string): void {
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  for (const mount of mounts.reverse()) if (mount.startsWith(`${folder}/`)) execFileSync('umount', [mount]);
}

const compiling = 'compile';

/** All in one engine, one after the other: it is started once. */
const trials: Record<string, (engine: OwnEngine) => Promise<void>> = {
  'restarted while compiling': async (engine) => {
    let again: Promise<void> | undefined;
    await stageUntil({ host: engine.host, begin: () => (again = engine.restart()) }, compiling, {
      outcome: 'EngineUnavailable',
      says: gone(
        '(its containers ended with it|it closed the connection|nothing listened there any more|its socket had vanished)',
      ),
      within: 30_000,
    });
    await again;
  },
  'full while compiling': (engine) =>
    saysOfFullDisk(engine.host, 'BuildpackCompileFailed', /No space left on device: the disk is full/, {
      buildpacks: { a: simple({ compile: 'head -c 2G /dev/zero >$1/large' }) },
    }),
  'full before it begins': async (engine) => {
    const large = join(engine.data, 'large');
    const { bavail, bsize } = statfsSync(engine.data);
    execFileSync('fallocate', ['-l', String(bavail * bsize - 4096), large]);
    try {
      await saysOfFullDisk(engine.host, 'StagingError', /^The disk of Docker \S+ at unix:\S+ is full: “/, {});
    } finally {
      rmSync(large);
    }
  },
  'killed while compiling': (engine) =>
    stageUntil({ host: engine.host, begin: () => void engine.stop('SIGKILL') }, compiling, {
      outcome: 'EngineUnavailable',
      says: gone('(it closed the connection|nothing listened there any more|its socket had vanished)'),
      within: 20_000,
    }),
};

/** The disk of this machine, to which the droplet comes. */
async function fullHere(): Promise<void> {
  const home = temporaryFolder('full-here');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', home]);
  try {
    await saysOfFullDisk(
      undefined,
      'StagingError',
      /disk .*full|no space/i,
      { buildpacks: { a: simple({ compile: 'head -c 20M /dev/urandom >$1/large' }) } },
      home,
    );
  } finally {
    execFileSync('umount', [home]);
  }
}

async function saysOfFullDisk(
  dockerHost: string | undefined,
  outcome: Outcome,
  says: RegExp,
  given: Given,
  home = temporaryFolder('full-disk'),
): Promise<void> {
  const engine = await findEngine({ engine: 'docker', dockerHost });
  const staged = await stageApp(engine, { buildpacks: { a: simple() }, cache: undefined, ...given }, { home });
  await engine.settle();
  assert.equal(staged.result.outcome, outcome, told(staged));
  assert.match(advised(staged.problems[0]!, onCommandLine), says);
  assert.doesNotMatch(told(staged), /ENOSPC|please report/);
}

/** One after the other, for they need the machine for themselves. */
export const ownEngineCells: Cell[] = [
  {
    title: 'an engine of its own that is restarted, is killed and runs out of disk is said to',
    full: true,
    attempt: () =>
      withOwnEngine(async (engine) => {
        for (const [title, attempt] of Object.entries(trials))
          await attempt(engine).catch((error: Error) => {
            throw new Error(`${title}: ${error.message}`, { cause: error });
          });
      }),
  },
  { title: 'a disk that is full here is said to be', full: true, attempt: fullHere },
];
