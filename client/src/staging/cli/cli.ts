// cf-staging: the staging engine without an editor.
import { advisedError, onCommandLine } from '../../../../server/src/base/remedy';
import { EngineError, isAbsent } from '../engines/engine';
import { exitCodes } from '../report/events';
import { StagingFailure } from '../report/failure';
import { harmless } from '../report/harmless';
import { isSystemError, systemFailure } from '../report/systemReason';
import { isCommand } from './commandNames';
import type { CommandName } from './commandNames';
import { commandOf, parse } from './commandLine';
import type { Parsed } from './commandLine';
import { usage } from './usage';
import { UsageError } from './optionKinds';

type Command = (given: Parsed, signal: AbortSignal) => Promise<number>;

/** Each command is loaded when it is called. */
const load: Record<CommandName, () => Promise<Command>> = {
  stage: async () => (await import('./stageCommand')).stageCommand,
  matrix: async () => (await import('./matrixCommand')).matrixCommand,
  run: async () => (await import('./runCommand')).runCommand,
  inspect: async () => (await import('./inspectCommand')).inspectCommand,
  diff: async () => (await import('./diffCommand')).diffCommand,
  export: async () => (await import('./exportCommand')).exportCommand,
  check: async () => (await import('./checkCommand')).checkCommand,
  mcp: async () => (await import('./mcpCommand')).mcpCommand,
  doctor: async () => (await import('./doctorCommand')).doctorCommand,
};

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(usage(args[0]));
    return name === undefined ? exitCodes.BadInput : 0;
  }
  const command = commandOf(name);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage(command));
    return 0;
  }
  const given = parse(command, args);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // Whoever asks twice does not want to wait: containers end with their creator all the same.
      if (stop.signal.aborted) process.exit(exitCodes.Cancelled);
      stop.abort();
    });
  const run = await load[command]();
  return await run(given, stop.signal).catch((error: unknown) => {
    if (stop.signal.aborted) return exitCodes.Cancelled;
    throw error;
  });
}

/** What is told may name files of others. */
const tell = (text: string): boolean => process.stderr.write(harmless(text));

function explain(error: unknown, [command]: string[]): number {
  if (error instanceof UsageError) {
    const help = command !== undefined && isCommand(command) ? `${command} --help` : '--help';
    tell(`${error.message} See cf-staging ${help}.\n`);
    return exitCodes.BadInput;
  }
  if (error instanceof StagingFailure) {
    const logged = error.logged && error.logged !== error.message ? `${error.logged}\n` : '';
    tell(`${logged}${advisedError(error, onCommandLine)}\n`);
    return exitCodes[error.outcome];
  }
  if (error instanceof EngineError) {
    tell(`${advisedError(error, onCommandLine)}\n`);
    return isAbsent(error) ? exitCodes.EngineUnavailable : exitCodes.StagingError;
  }
  if (isSystemError(error)) {
    tell(`${systemFailure(error)}\n`);
    return exitCodes.StagingError;
  }
  tell(`Unexpected error: ${error instanceof Error ? error.stack : String(error)}\n`);
  return exitCodes.StagingError;
}

// A reader that went away (`… | head`) is no error of ours.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(141);
  });

const args = process.argv.slice(2);
main(args)
  .catch((error: unknown) => explain(error, args))
  .then((status) => {
    process.exitCode = status;
    // Output goes to pipes asynchronously: leave when it is written, but a cancelled run does not wait for a reader that sleeps.
    if (status === exitCodes.Cancelled) setTimeout(() => process.exit(status), 1000);
    process.stdout.write('', () => process.stderr.write('', () => process.exit(status)));
  });
