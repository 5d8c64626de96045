// The command line, run as a program of its own from the sources.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { LogEvent, ProblemEvent, ResultEvent, StagingEvent } from '../../../client/src/staging/report/events';
import { root } from '../../setup/machine';
import { temporaryFolder } from './files';
import { stackImage } from '../../setup/stackImage';

export interface CliRun {
  code: number;
  stdout: string;
  stderr: string;
  /** Of --json. */
  events: StagingEvent[];
  problems: ProblemEvent[];
  results: ResultEvent[];
  /** Text of the log events. */
  log: string;
}

export interface CliOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** A program that runs ours, with its arguments. */
  by?: string[];
  /** Called with all of standard output so far. */
  onOutput?: (text: string, child: ChildProcess) => void;
}

const cliProgram = [process.execPath, '--import', 'tsx', `${root}/client/src/staging/cli/cli.ts`] as const;

/** Runs `cf-staging` to its end. */
export async function cli(args: string[], { cwd, env, by = [], onOutput }: CliOptions = {}): Promise<CliRun> {
  const program = cliProgram.map((word) => (word === 'tsx' ? require.resolve('tsx') : word));
  const [command, ...words] = [...by, ...program, ...args];
  const child = spawn(command!, words, {
    cwd,
    // The caches of whoever runs the tests stay as they are, and no test finds what another has left.
    env: { ...process.env, XDG_CACHE_HOME: temporaryFolder(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(stdout, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const events = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as StagingEvent] : []));
  const only = <T extends StagingEvent>(kind: T['event']) => events.filter((event): event is T => event.event === kind);
  return {
    code: code ?? -1,
    stdout,
    stderr,
    events,
    problems: only<ProblemEvent>('problem'),
    results: only<ResultEvent>('result'),
    log: only<LogEvent>('log')
      .map(({ text }) => text)
      .join('\n'),
  };
}

/** `stage --json` with the image of the tests. */
export const cliStage = (folder: string, args: string[] = [], options: CliOptions = {}): Promise<CliRun> =>
  cli(['stage', folder, '--json', '--image', stackImage, ...args], options);
