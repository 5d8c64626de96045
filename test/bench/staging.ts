// Staging beside the same steps done by hand with `docker` and `tar`, in turns: cold, and again after one file changed.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { phases } from '../../client/src/staging/report/events';
import type { PhaseEvent, ResultEvent, StagingEvent } from '../../client/src/staging/report/events';
import { ensureEngine } from '../setup/engine';
import { root, run } from '../setup/machine';
import { ensureStackImage, stackImage } from '../setup/stackImage';
import { step } from '../setup/steps';
import { apps, writeApp, writeBuildpack } from './apps';
import type { BenchApp } from './apps';
import { figure, median, printTable, timed } from './table';

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const cli = join(root, 'dist/cli.js');
const byHand = join(__dirname, 'byHand.sh');
const mib = 1024 * 1024;

export async function benchStaging(): Promise<void> {
  const engine = await step('engine', ensureEngine);
  if (!engine || !(await step('stack image', ensureStackImage))) return;
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const buildpack = join(folder, 'buildpack');
    writeBuildpack(buildpack);
    const compared: string[][] = [];
    const spent: Spent[] = [];
    for (const app of apps) {
      const { rows, where } = await compare(app, join(folder, 'app'), buildpack, folder);
      compared.push(...rows);
      spent.push(...where);
      rmSync(join(folder, 'app'), { recursive: true, force: true });
    }
    const header = ['app', 'by hand s', 'ours s', 'ratio', 'budget', 'first line ms', 'memory MiB'];
    printTable(`Staging: seconds, medians of ${rounds} rounds in turns`, header, compared);
    printPhases(spent);
    await benchCancel(folder, buildpack);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await engine.stop();
  }
}

interface Spent {
  name: string;
  phases: Record<string, number>;
}

async function compare(app: BenchApp, folder: string, buildpack: string, temporary: string) {
  await writeApp(app, folder);
  const droplet = join(temporary, 'droplet.tgz');
  const changed = join(folder, 'part0/file0.js');
  const samples = { hand: [] as number[], cold: [] as Staged[], warm: [] as Staged[] };
  for (let round = 0; round < rounds; round++) {
    samples.hand.push(await timed(() => run(byHand, [stackImage, folder, buildpack, droplet])));
    const cache = mkdtempSync(join(temporary, 'cache-'));
    samples.cold.push(await stage(folder, buildpack, droplet, cache));
    appendFileSync(changed, `// round ${round}\n`);
    samples.warm.push(await stage(folder, buildpack, droplet, cache));
    rmSync(cache, { recursive: true, force: true });
  }
  const hand = median(samples.hand);
  const rows = (['cold', 'warm'] as const).map((kind) => {
    const all = samples[kind];
    const ours = median(all.map((one) => one.ms));
    return [
      `${app.name}, ${kind}`,
      ...[figure(hand / 1000), figure(ours / 1000), figure(ours / hand), kind === 'cold' ? '1.0' : '0.6'],
      ...[figure(median(all.map((one) => one.firstLine))), figure(Math.max(...all.map((one) => one.memory)))],
    ];
  });
  const where = (['cold', 'warm'] as const).map((kind) => ({
    name: `${app.name}, ${kind}`,
    phases: Object.fromEntries(
      phases.map((phase) => [phase, median(samples[kind].map((one) => one.phases[phase] ?? 0))]),
    ),
  }));
  return { rows, where };
}

interface Staged {
  /** From the start of the process to its end. */
  ms: number;
  /** Until the first event, which is the first line in the panel. */
  firstLine: number;
  phases: ResultEvent['phases'];
  /** Highest resident memory of our process in MiB. */
  memory: number;
}

/** Stages with the command line, a process of its own whose memory can be told. */
async function stage(app: string, buildpack: string, droplet: string, cache: string): Promise<Staged> {
  const started = performance.now();
  const args = ['stage', app, '--json', '--engine', 'docker', '--image', stackImage, '--buildpack', buildpack];
  const child = spawn(process.execPath, [cli, ...args, '--network', 'none', '--droplet', droplet, '--cache', cache], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let memory = 0;
  const watch = setInterval(() => (memory = Math.max(memory, peakMemory(child.pid!))), 50);
  let firstLine = 0;
  let result: ResultEvent | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    firstLine ||= performance.now() - started;
    const event = JSON.parse(line) as StagingEvent;
    if (event.event === 'result') result = event;
  }
  clearInterval(watch);
  if (result?.outcome !== 'staged') throw new Error(`The bench's app was not staged: ${JSON.stringify(result)}`);
  return { ms: performance.now() - started, firstLine, phases: result.phases, memory };
}

/** In MiB; 0 where there is no /proc, or the process is gone. */
function peakMemory(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * (1024 / mib);
  } catch {
    return 0;
  }
}

/** Where the time goes. The rest is the start of the process and what lies between phases. */
function printPhases(all: Spent[]): void {
  const used = phases.filter((phase) => all.some((one) => (one.phases[phase] ?? 0) > 0));
  printTable(
    'Where the time goes: milliseconds',
    ['app', ...used],
    all.map((one) => [one.name, ...used.map((phase) => figure(one.phases[phase]))]),
  );
}

/** From Ctrl+C, while a buildpack works, to the container's removal and to the end of our process. */
async function benchCancel(folder: string, buildpack: string): Promise<void> {
  const app = join(folder, 'app');
  await writeApp(apps[0]!, app);
  const slow = join(folder, 'slow');
  await run('cp', ['-r', buildpack, slow]);
  appendFileSync(join(slow, 'bin/compile'), 'sleep 600\n');
  const args = ['stage', app, '--json', '--engine', 'docker', '--image', stackImage, '--buildpack', slow];
  const gone: number[] = [];
  const ended: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const child = spawn(process.execPath, [cli, ...args, '--droplet', join(folder, 'droplet.tgz')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = new Promise((done) => child.once('exit', done));
    for await (const line of createInterface({ input: child.stdout })) {
      if ((JSON.parse(line) as PhaseEvent).phase === 'compile') break;
    }
    const container = await run('docker', ['ps', '--quiet', '--filter', 'name=cf-staging-bench']);
    // `since` lies before the signal: the event is told even if it comes before we listen.
    const since = String(Date.now() / 1000);
    const filters = ['--filter', `container=${container}`, '--filter', 'event=destroy'];
    const events = spawn('docker', ['events', '--since', since, ...filters], { stdio: ['ignore', 'pipe', 'inherit'] });
    const removed = timed(() => new Promise((done) => events.stdout.once('data', done)));
    ended.push(await timed(() => (child.kill('SIGINT'), exit)));
    gone.push(await removed);
    events.kill();
  }
  const rows = [
    ['container gone', figure(median(gone)), '2000'],
    ['process ended', figure(median(ended)), ''],
  ];
  printTable(`Cancel during compile: milliseconds, medians of ${rounds}`, ['until', 'ms', 'budget'], rows);
}
