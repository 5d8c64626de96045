// npm test [-- SUITE …]: sets up what the machine lacks, runs every suite in order and closes with how many tests passed.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Slots } from '../server/src/base/slots';
import { ensureBrowser } from './setup/browser';
import { ensureEngine } from './setup/engine';
import type { TestEngine } from './setup/engine';
import { ci, root } from './setup/machine';
import type { Counts } from './setup/mocha';
import { ensureStackImage } from './setup/stackImage';
import { setupFailures, step } from './setup/steps';
import { ensureWorkbench } from './setup/workbench';

type Need = 'engine' | 'workbench';

interface Suite {
  name: string;
  what: string;
  /** Arguments of node. */
  command: string[];
  needs?: Need[];
  /** What it tries as well where another suite needs it. */
  also?: Need[];
  /** Milliseconds for one test. */
  timeout?: number;
  /** Test files that run side by side: where tests wait for others more than they compute. */
  jobs?: number;
  /** It needs the whole machine, or writes what others read. Other suites run side by side, and print when they have ended. */
  alone?: boolean;
  /** More attempts for a test that fails, each of which is told at the end. */
  retries?: number;
}

/** Real engines and browsers on a busy machine: what fails three times has failed. */
const retries = 2;

const bin = (path: string, ...args: string[]) => [join(root, 'node_modules', path), ...args];
const tsx = (script: string, ...args: string[]) => ['--import', 'tsx', script, ...args];
const mocha = (...paths: string[]) =>
  tsx('test/setup/mocha.ts', ...paths.filter((path) => existsSync(join(root, path))));

/** In this order. Each counts its tests; one that is a single command counts as one test. */
const suites: Suite[] = [
  { name: 'build', what: 'the bundles', command: ['esbuild.mjs'], alone: true },
  { name: 'types', what: 'TypeScript', command: bin('typescript/bin/tsc') },
  {
    name: 'page types',
    what: 'TypeScript of the page that runs in a webview',
    command: bin('typescript/bin/tsc', '-p', 'client/src/droplets/page'),
  },
  { name: 'lint', what: 'ESLint', command: bin('eslint/bin/eslint.js', '.', '--max-warnings', '0') },
  {
    name: 'floors',
    what: 'who imports whom',
    command: bin('dependency-cruiser/bin/dependency-cruise.mjs', 'client/src', 'server/src'),
  },
  { name: 'unused', what: 'exports and files that nobody uses', command: bin('knip/bin/knip.js') },
  {
    name: 'format',
    what: 'Prettier',
    command: bin('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  },
  {
    name: 'unit',
    what: 'functions without effects',
    command: mocha('test/setup', 'test/staging/unit', 'test/client/unit'),
  },
  { name: 'server', what: 'the language server', command: mocha('test/server'), also: ['workbench'] },
  {
    name: 'staging',
    what: 'the engine, against real Docker',
    command: mocha('test/staging/engine'),
    needs: ['engine'],
    timeout: 120_000,
    jobs: 3,
    retries,
    alone: true,
  },
  {
    name: 'hostile',
    what: 'what hostile apps, buildpacks, droplets and archives cannot do',
    command: mocha('test/staging/hostile'),
    needs: ['engine'],
    timeout: 120_000,
    retries,
  },
  {
    name: 'engines',
    what: 'Docker and Podman, rootful and rootless, over unix, TLS and ssh',
    command: mocha('test/staging/engines'),
    needs: ['engine'],
    timeout: 120_000,
    jobs: 3,
    retries,
  },
  {
    name: 'faults',
    what: 'engines that hang, go or answer nonsense, phase by phase',
    command: mocha('test/staging/faults'),
    needs: ['engine'],
    timeout: 120_000,
    retries,
  },
  {
    name: 'foundation',
    what: 'staging on a Cloud Foundry, against the one of the tests',
    command: mocha('test/staging/foundation'),
    needs: ['engine'],
    timeout: 120_000,
    jobs: 2,
    retries,
  },
  {
    name: 'client',
    what: 'inside the extension host of VS Code',
    command: tsx('test/client/run.ts'),
    needs: ['engine', 'workbench'],
    retries,
  },
  {
    name: 'cluster',
    what: 'a Kubernetes cluster, that of KUBECONFIG, whose parts go away',
    command: mocha('test/staging/cluster'),
  },
  {
    name: 'demo',
    what: 'the sample apps, as npm run demo stages and runs them',
    command: mocha('test/demo'),
    needs: ['engine'],
    timeout: 180_000,
    retries,
    alone: true,
  },
  { name: 'package', what: 'the .vsix', command: mocha('test/package'), timeout: 120_000, alone: true },
  {
    name: 'web',
    what: 'the extension in a browser without a machine',
    command: mocha('test/web'),
    needs: ['workbench'],
    timeout: 120_000,
    retries,
  },
  {
    name: 'ui',
    what: 'the user interface in a browser',
    command: mocha('test/ui'),
    needs: ['engine', 'workbench'],
    timeout: 240_000,
    retries,
    alone: true,
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length) {
  console.error(`There is no suite ${unknown.join(', ')}. There are: ${suites.map((suite) => suite.name).join(', ')}.`);
  process.exit(2);
}
const chosen = suites.filter((suite) => !wanted.length || wanted.includes(suite.name));

const temporary = mkdtempSync(join(tmpdir(), 'npm-test-'));
let engine: TestEngine | undefined;
const children = new Set<ChildProcess>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    children.forEach((child) => child.kill(signal));
    void cleanUp().finally(() => process.exit(1));
  });
}

async function cleanUp(): Promise<void> {
  rmSync(temporary, { recursive: true, force: true });
  await engine?.stop();
}

/** What the suites need, each started once and waited for by the first suite that needs it. */
const needs: Record<Need, () => Promise<boolean>> = {
  engine: once(async () => {
    engine = await step('engine', ensureEngine);
    return !!engine && !!(await step('stack image', ensureStackImage));
  }),
  workbench: once(async () => {
    const [workbench, browser] = await Promise.all([
      step('workbench', ensureWorkbench),
      step('browser', ensureBrowser),
    ]);
    return !!workbench && !!browser;
  }),
};

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}

/** Runs one suite; what it prints goes to the terminal: as it comes, or at its end when others run beside it. */
async function runSuite(suite: Suite, beside: boolean): Promise<Counts> {
  const counts = join(temporary, `${suite.name}.json`);
  const env = {
    ...process.env,
    TEST_COUNTS: counts,
    TEST_TIMEOUT: suite.timeout?.toString(),
    TEST_JOBS: suite.jobs?.toString(),
    TEST_RETRIES: suite.retries?.toString(),
  };
  const title = `\n${suite.name}: ${suite.what}`;
  if (!beside) console.log(title);
  const printed: Buffer[] = [];
  const code = await new Promise<number>((done) => {
    const stdio = beside ? 'pipe' : 'inherit';
    const child = spawn(process.execPath, suite.command, { cwd: root, stdio: ['inherit', stdio, stdio], env });
    children.add(child);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk));
    child.on('close', (status, signal) => {
      children.delete(child);
      done(signal ? 1 : (status ?? 1));
    });
  });
  if (beside) console.log(`${title}\n${Buffer.concat(printed).toString()}`);
  const result: Counts = existsSync(counts)
    ? (JSON.parse(readFileSync(counts, 'utf8')) as Counts)
    : { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0, retried: [] };
  // Every test may have passed before something else went wrong.
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const started = performance.now();

interface Row {
  suite: Suite;
  counts: Counts;
  time: string;
  note?: string;
}

/** Suites that run side by side; one that runs alone is a batch of its own. */
function batches(all: Suite[]): Suite[][] {
  const batches: Suite[][] = [];
  for (const suite of all) {
    const last = batches.at(-1);
    if (!last || suite.alone || last[0]!.alone) batches.push([suite]);
    else last.push(suite);
  }
  return batches;
}

async function rowOf(suite: Suite, beside: boolean): Promise<Row> {
  const prepared = chosen.flatMap((one) => one.needs ?? []);
  await Promise.all((suite.also ?? []).filter((need) => prepared.includes(need)).map((need) => needs[need]()));
  const ready = await Promise.all((suite.needs ?? []).map((need) => needs[need]()));
  if (ready.includes(false)) {
    const none = { passed: 0, failed: ci ? 1 : 0, skipped: 1, retried: [] };
    return { suite, counts: none, time: '', note: 'skipped: see Setup' };
  }
  const since = performance.now();
  const counts = await runSuite(suite, beside);
  return { suite, counts, time: seconds(since) };
}

void main();

async function main(): Promise<void> {
  console.log('Setup');
  const preparations = [...new Set(chosen.flatMap((suite) => suite.needs ?? []))].map((need) => needs[need]());
  const rows: Row[] = [];
  for (const batch of batches(chosen)) {
    const slots = new Slots(Math.min(2, availableParallelism()));
    rows.push(...(await Promise.all(batch.map((suite) => slots.take(() => rowOf(suite, batch.length > 1))))));
  }
  await Promise.all(preparations);
  await cleanUp();

  const sum = (key: 'passed' | 'failed' | 'skipped') => rows.reduce((total, { counts }) => total + counts[key], 0);
  const columns = (...[name, passed, failed, skipped, time]: (string | number)[]) =>
    `${String(name).padEnd(10)} ${String(passed).padStart(7)} ${String(failed).padStart(7)} ${String(skipped).padStart(8)} ${String(time).padStart(9)}`;
  console.log(`\n${columns('suite', 'passed', 'failed', 'skipped', 'time')}`);
  for (const { suite, counts, time, note } of rows)
    console.log(columns(suite.name, counts.passed, counts.failed, counts.skipped, time) + (note ? `  ${note}` : ''));
  console.log(columns('', '', '', '', seconds(started)));
  for (const { suite, counts } of rows)
    for (const { title, error } of counts.retried) console.log(`Retried in ${suite.name}: ${title} (${error})`);
  for (const failure of setupFailures) console.log(`Setup failed: ${failure}`);
  const failed = sum('failed') + (ci ? sum('skipped') : 0) + (setupFailures.length && !sum('failed') ? 1 : 0);
  console.log(`\n${sum('passed')} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
