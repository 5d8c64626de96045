// Runs mocha over files and says how many tests passed: `node --import tsx mocha.ts FOLDER-OR-FILE …`. Also used inside the extension host.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Test } from 'mocha';

/** Also loaded by each worker. */
const uncaught = resolve(__dirname, 'uncaught.ts');

/** How a suite ended. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Tests that needed another attempt, whether it helped or not; each counts above once. */
  retried: Retried[];
}

export interface Retried {
  /** With the titles of the suites around it. */
  title: string;
  /** First line of what failed at the first attempt. */
  error: string;
}

export interface MochaRun {
  files: string[];
  /** Milliseconds for one test. */
  timeout?: number;
  /** Names to run, as mocha's --grep. */
  grep?: string;
  /** Files run side by side in processes of their own. */
  jobs?: number;
  /** More attempts for a test that fails: only where a real engine or browser is, for elsewhere they hide a race. */
  retries?: number;
}

/** All test files below the given folders, in the order of their names. */
export function testFiles(paths: string[], ending = '.test.ts'): string[] {
  return paths.flatMap((path) => {
    if (statSync(path).isFile()) return [resolve(path)];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
    return names.sort().map((name) => resolve(path, name));
  });
}

/** Writes the counts to the file that the environment variable TEST_COUNTS names, for who started us. */
export async function runMocha({
  files,
  timeout = 10_000,
  grep = process.env.TEST_GREP,
  jobs = 1,
  retries = Number(process.env.TEST_RETRIES ?? 0),
}: MochaRun): Promise<Counts> {
  const { default: Mocha } = await import('mocha');
  await import('./uncaught');
  const mocha = new Mocha({
    timeout,
    retries,
    grep,
    color: process.stdout.isTTY,
    reporter: process.env.TEST_REPORTER ?? 'dot',
    ui: 'bdd',
    ...(jobs > 1 && { parallel: true, jobs, require: [uncaught] }),
  });
  for (const file of files) mocha.addFile(file);
  if (jobs === 1) await mocha.loadFilesAsync(); // otherwise the workers load them
  const errors = new Map<string, string>();
  const counts = await new Promise<Counts>((done) => {
    const runner = mocha.run((failed) =>
      done({
        passed: runner.stats?.passes ?? 0,
        failed,
        skipped: runner.stats?.pending ?? 0,
        retried: [...errors].map(([title, error]) => ({ title, error })),
      }),
    );
    runner.on(Mocha.Runner.constants.EVENT_TEST_RETRY, (test: Test, error: Error) => {
      const title = test.fullTitle();
      if (!errors.has(title)) errors.set(title, error.message.trimStart().split('\n', 1)[0]!);
    });
  });
  mocha.dispose();
  if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify(counts));
  return counts;
}

if (process.argv[1] === __filename) {
  // Ends what tests have started: they clean up at the event `exit`, which a signal alone does not bring.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
  // Workers are killed when all is done, and with them what would have removed their temporary folders.
  const temporary = (process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'test-')));
  process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
  const files = testFiles(process.argv.slice(2));
  // Whatever a test left open must not keep us.
  const { TEST_TIMEOUT = '10000', TEST_JOBS = '1' } = process.env;
  void runMocha({ files, timeout: Number(TEST_TIMEOUT), jobs: Number(TEST_JOBS) }).then(({ failed }) =>
    process.exit(failed ? 1 : 0),
  );
}
