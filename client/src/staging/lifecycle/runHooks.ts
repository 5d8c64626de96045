// Stackato's hooks inside the container: one shell per phase, so that `cd` and `export` carry over to the next command.
import { Readable } from 'node:stream';
import type { ResolvedHook } from '../../../../server/src/base/protocol';
import type { Phase } from '../report/events';
import { StagingFailure } from '../report/failure';
import { LastLines, LineSplitter } from '../report/outputLines';
import { CauseFinder } from '../causes/finder';
import { detailsOf, sentence } from '../causes/sentence';
import type { ScriptContext } from './runScript';
import { execBase } from './runScript';

/*
 * To its commands a phase is one shell. In truth each has one of its own, so that how it ended is told by the engine and cannot be
 * said by another one. Standard input has the command and what the shell before has left, as commands: its folder, variables,
 * functions, options and arguments. What this one leaves goes to the stream of standard error; the command's own errors go where
 * its output goes.
 */
const runner = `
IFS= read -r -d '' cf_hook; IFS= read -r -d '' cf_before
exec 3>&2 2>&1 </dev/null
set --
eval "$cf_before" 2>/dev/null
cf_leave='
  unset cf_hook cf_before cf_leave
  {
    echo "unset \$(compgen -e)"; shopt -p; alias -p; declare -p; declare -f; declare -Fx; umask -p
    printf "cd -- %q\n" "$PWD"
    if [ $# != 0 ]; then printf "set --"; printf " %q" "$@"; echo; fi
    set +o
  } >&3 2>/dev/null'
trap 'cf_status=$?; eval "$cf_leave"; exit $cf_status' EXIT
eval "$cf_hook"`;

/** --norc: a socket for its input is to bash a reason to read ~/.bashrc. */
const shell = ['/bin/bash', '--norc', '-c', runner];

/** What a shell leaves beyond that is not carried over. */
const mostLeft = 4 * 1024 * 1024;

type HookPhase = Extract<Phase, 'pre-staging' | 'post-staging'>;

/** Runs the hooks of one phase in `folder`, the platform's path of the app; throws `HookFailed` at the first that fails without a leading `-`. */
export async function runHooks(
  context: ScriptContext,
  phase: HookPhase,
  hooks: ResolvedHook[],
  folder: string,
): Promise<void> {
  const { journal } = context;
  let left = '';
  for (const hook of hooks) {
    const shell = new HookShell(context, folder);
    try {
      await journal.run(phase, { detail: hook.command.value }, async () => {
        journal.log(`-----> ${hook.command.value}`);
        const status = await shell.run(hook.command.value, left);
        if (status !== 0) throw hookFailure(phase, hook, status, shell);
      });
    } catch (error) {
      if (!hook.ignoreFailure || !(error instanceof StagingFailure)) throw error;
      journal.log(`The hook ended with exit status ${shell.status}, which its leading - ignores.`, 'stderr');
    }
    left = shell.left ?? left;
  }
}

/** One command, how it ended and what it said. */
class HookShell {
  status = 0;
  readonly lastWords = new LastLines();
  readonly causes = new CauseFinder();
  private readonly leaves: Buffer[] = [];

  constructor(
    private readonly context: ScriptContext,
    private readonly folder: string,
  ) {}

  /** Answers the exit status. `before`: what the shell before has left. */
  async run(command: string, before: string): Promise<number> {
    const lines = new LineSplitter(this.output);
    let size = 0;
    const exit = await this.context.sandbox.exec(
      {
        ...execBase({ ...this.context, cwd: this.folder }),
        argv: shell,
        stdin: Readable.from([`${command}\0${before}`]),
        onStdout: (chunk) => this.context.journal.whenTaken(() => lines.write(chunk)),
        onStderr: (chunk) => {
          size += chunk.length;
          if (size <= mostLeft) this.leaves.push(chunk);
        },
      },
      this.context.signal,
    );
    lines.end();
    return (this.status = exit.code);
  }

  /** Undefined: it left nothing, for it was killed. */
  get left(): string | undefined {
    return this.leaves.length ? Buffer.concat(this.leaves).toString() : undefined;
  }

  private output = (line: string): void => {
    this.lastWords.add(line);
    this.causes.add(line);
    // A line that repaints itself stays behind its margin.
    this.context.journal.log(margin + line.replaceAll('\r', `\r${margin}`));
  };
}

const margin = ' '.repeat(7);

function hookFailure(phase: HookPhase, { command }: ResolvedHook, status: number, shell: HookShell): StagingFailure {
  const found = shell.causes.cause(status, mend);
  const next = nextSteps[status];
  const cause = found && { ...found, next: next ? { advice: next } : found.next };
  return new StagingFailure(
    'HookFailed',
    `Staging failed: hook '${command.value}' exited with status ${status}`,
    sentence(cause, `the ${phase} hook “${command.value}” failed with exit status ${status}`),
    { at: command, related: shell.lastWords.lines, ...detailsOf(cause) },
  );
}

const mend = 'Mend the command, or write a - in front of it to go on when it fails';

/** By exit status: what the shell itself says of a command. */
const nextSteps: Readonly<Record<number, string>> = {
  126: 'The file cannot be run: make it executable (chmod +x), or call it with its interpreter',
  127: 'Check the path of the command (hooks start in the app’s folder), or install it through `requirements:`',
};
