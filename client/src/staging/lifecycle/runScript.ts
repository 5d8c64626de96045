// Runs one script of a buildpack and says how it ended in the reference's words.
import type { Exec, Sandbox } from '../engines/engine';
import type { Journal } from '../report/journal';
import { signalOf } from '../engines/shellScript';
import { LastLines } from '../report/outputLines';
import { CauseFinder } from '../causes/finder';
import type { Cause } from '../causes/tables/row';

/** How a program ended, as the reference's (Go) builder words it: `exit status 7`, `signal: killed`, `fork/exec …`. */
export interface ScriptEnd {
  ok: boolean;
  description: string;
  lastWords: string[];
  /** What made it fail, by its output. */
  cause?: Cause;
}

export interface ScriptContext {
  sandbox: Sandbox;
  journal: Journal;
  /** `uid:gid` */
  user: string;
  cwd: string;
  env: Record<string, string>;
  signal: AbortSignal;
  /** What was run last, for a look inside after a failure. */
  step?: { argv: string[]; cwd: string };
}

/*
 * The shell around a script. The script's two streams are merged, which keeps their order; the shell's own standard error
 * says why the script could not be started or which signal ended it ("Killed"), something an exit status cannot tell from `exit 137`.
 */
const ended = 'the script has ended';
const runner = `
if [ ! -e "$1" ]; then echo "no such file or directory" >&2; exit 127; fi
if [ ! -x "$1" ] || [ -d "$1" ]; then echo "permission denied" >&2; exit 126; fi
if [ -r "$1" ]; then
  IFS= read -r -n 256 first <"$1" 2>/dev/null
  case $first in
    '#!'*)
      read -r interpreter _ <<<"\${first#'#!'}"
      if [ ! -e "$interpreter" ]; then echo "no such file or directory" >&2; exit 127; fi;;
    $'\\x7f'ELF*) ;;
    *) echo "exec format error" >&2; exit 126;;
  esac
fi
"$@" 2>&1
status=$?
echo "${ended}" >&2
exit $status`;

/** -p: what BASH_ENV names is for the script's own shell alone. */
const wrapper = ['/bin/bash', '-p', '-c'];

const signalNames: [RegExp, string][] = [
  [/\bKilled\b/, 'killed'],
  [/\bTerminated\b/, 'terminated'],
  [/\bSegmentation fault\b/, 'segmentation fault'],
  [/\bAborted\b/, 'aborted'],
  [/\bHangup\b/, 'hangup'],
  [/\bBus error\b/, 'bus error'],
  [/\bIllegal instruction\b/, 'illegal instruction'],
  [/\bFloating point exception\b/, 'floating point exception'],
];

/** Runs `path` with `args`, both streams to the log. */
export async function runScript(context: ScriptContext, path: string, args: string[]): Promise<ScriptEnd> {
  context.step = { argv: [path, ...args], cwd: context.cwd };
  const said = new Said();
  const out = context.journal.output('stdout', said.add);
  let shell = '';
  const exit = await context.sandbox.exec(
    {
      ...execBase(context),
      argv: [...wrapper, runner, 'bash', path, ...args],
      onStdout: out.write,
      onStderr: (chunk) => (shell = (shell + chunk.toString()).slice(-mostOfShell)),
    },
    context.signal,
  );
  out.end();
  return said.end(exit.code, describe(exit.code, shell, path, !shell.includes(ended)));
}

/** Runs `path` with its standard output captured (bounded) and its standard error in the log, as detect and release do. */
export async function captureScript(
  context: ScriptContext,
  path: string,
  args: string[],
): Promise<ScriptEnd & { stdout: string }> {
  context.step = { argv: [path, ...args], cwd: context.cwd };
  const said = new Said();
  const err = context.journal.output('stderr', said.add);
  const captured = new Captured(mostCaptured);
  const exit = await context.sandbox.exec(
    {
      ...execBase(context),
      argv: [...wrapper, runner.replace('"$@" 2>&1', 'exec "$@"'), 'bash', path, ...args],
      onStdout: captured.write,
      onStderr: err.write,
    },
    context.signal,
  );
  err.end();
  // Nothing is left around the script to tell `exit 137` from a signal, which is what it nearly always is.
  const shell = exit.code === 126 || exit.code === 127 ? said.lastWords.lines.join('\n') : '';
  return { ...said.end(exit.code, describe(exit.code, shell, path, true)), stdout: captured.text() };
}

/** What a script says, looked through while it streams. */
class Said {
  readonly lastWords = new LastLines();
  private readonly causes = new CauseFinder();

  add = (line: string): void => {
    this.lastWords.add(line);
    this.causes.add(line);
  };

  end(code: number, description: string): ScriptEnd {
    const ok = code === 0;
    return { ok, description, lastWords: this.lastWords.lines, cause: ok ? undefined : this.causes.cause(code) };
  }
}

/** Characters of what the shell around a script says; a script can write there, too. */
const mostOfShell = 64 * 1024;

/** Our own steps in bash, which takes a socket for its input as a reason to read ~/.bashrc; -p: nor what the image's BASH_ENV names. */
export const toolShell = ['/bin/bash', '--norc', '-p', '-c'];

/** For our own steps: what the user sets for tar, gzip or bash does not concern them. */
export function toolBase(context: ScriptContext): Pick<Exec, 'user' | 'cwd' | 'env'> {
  return { user: context.user, cwd: context.sandbox.path(context.cwd), env: { LC_ALL: 'C' } };
}

export function execBase(context: ScriptContext): Pick<Exec, 'user' | 'cwd' | 'env'> {
  return { user: context.user, cwd: context.sandbox.path(context.cwd), env: context.env };
}

/** `unfinished`: the shell around the script did not live to its end. */
function describe(code: number, said: string, path: string, unfinished = false): string {
  const notStarted = /(no such file or directory|permission denied|exec format error)\s*$/i.exec(said)?.[1];
  if (code === 126 || code === 127) {
    if (notStarted) return `fork/exec ${path}: ${notStarted.toLowerCase()}`;
  }
  const signal = signalNames.find(([pattern]) => pattern.test(said))?.[1] ?? (unfinished ? signalOf(code) : undefined);
  return code > 128 && signal ? `signal: ${signal}` : `exit status ${code}`;
}

/** What detect and release may print: enough for any, and no flood. */
const mostCaptured = 1024 * 1024;

/** Collects output up to a limit; what comes after is dropped. */
class Captured {
  private readonly chunks: Buffer[] = [];
  private size = 0;
  constructor(private readonly limit: number) {}
  write = (chunk: Buffer): void => {
    const room = this.limit - this.size;
    if (room <= 0) return;
    this.chunks.push(chunk.subarray(0, room));
    this.size += Math.min(chunk.length, room);
  };
  text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}
