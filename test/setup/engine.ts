// A Docker engine for the tests: the one that runs, or one that is installed and started here, and stopped again.
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { aptInstall, canInstall, Missing, run, succeeds, which } from './machine';

export interface TestEngine {
  /** Stops the engine if this process started it. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  toString(): string;
}

const packages = ['docker.io', 'docker-cli', 'iptables'];

/** Throws Missing where no engine answers and none can be started. */
export async function ensureEngine(): Promise<TestEngine> {
  if (which('docker') && (await succeeds('docker', ['info'])))
    return { toString: () => 'a Docker engine runs already', stop: async () => {} };
  if (process.env.DOCKER_HOST) throw new Missing(`no Docker engine answers at DOCKER_HOST=${process.env.DOCKER_HOST}`);
  if (!which('dockerd') || !which('docker')) {
    if (!canInstall) throw new Missing('no Docker engine answers; start one');
    await aptInstall(packages);
    if (await succeeds('docker', ['info'])) return { toString: () => 'Docker installed', stop: async () => {} };
  }
  if (process.getuid?.() !== 0) throw new Missing('no Docker engine answers, and only root could start dockerd');
  return startEngine();
}

/** Starts dockerd; `options` and `socket` are for a second engine beside a running one. */
export async function startEngine(options: string[] = [], socket = '/var/run/docker.sock'): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'dockerd-'));
  const log = join(folder, 'log');
  const output = openSync(log, 'w');
  const daemon = spawn('dockerd', options, { detached: true, stdio: ['ignore', output, output] });
  daemon.unref();
  let ended: string | undefined;
  const exit = new Promise<void>((done) => {
    daemon.on('exit', (code, signal) => {
      ended = `dockerd ended with ${signal ?? `status ${code}`}`;
      done();
    });
    daemon.on('error', (error) => {
      ended = error.message;
      done();
    });
  });
  const kill = (signal: NodeJS.Signals = 'SIGTERM') => ended ?? daemon.kill(signal);
  const killAtExit = () => void kill();
  process.on('exit', killAtExit);

  for (
    const deadline = Date.now() + 60_000;
    !(await succeeds('docker', ['--host', `unix://${socket}`, 'info']));
    await sleep(200)
  ) {
    if (!ended && Date.now() < deadline) continue;
    kill();
    const lastWords = readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n');
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`${ended ?? 'dockerd did not answer within a minute'}:\n${lastWords}`);
  }
  const version = await run('docker', ['--host', `unix://${socket}`, 'info', '--format', '{{.ServerVersion}}']);
  return {
    toString: () => `Docker ${version} started, process ${daemon.pid}`,
    stop: async (signal) => {
      daemon.ref(); // or nothing would keep us here until it has ended
      kill(signal);
      await exit;
      process.off('exit', killAtExit);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
