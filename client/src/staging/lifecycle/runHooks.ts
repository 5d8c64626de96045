// Stackato's hooks inside the container: one shell per phase, so that `cd` and `export` carry over to the next command.
import { randomBytes } from 'node:crypto';
import type { ResolvedHook } from '../../../../server/src/base/protocol';
import type { Phase } from '../report/events';
import { StagingFailure } from '../report/failure';
import { LastLines, LineSplitter } from '../report/outputLines';
import { CauseFinder } from '../causes/finder';
import { detailsOf, sentence } from '../causes/sentence';
import type { ScriptContext } from './runScript';
import { execBase } from './runScript';

/*
 * Runs the commands one after the other in this shell. Marks on the output say where each begins and how it ended; a hook that
 * ends the shell with `exit` is seen by the trap, one that kills it by the missing mark. $1 is the mark, then pairs of
 * `-` or nothing (ignore its failure) and the command. A hook sees no arguments, and its own `shift`, `set` and variables cannot
 * touch ours.
 */
const runner = `
cf_mark=$1; shift; cf_hooks=("$@"); set --; cf_number=0
trap 'echo "$cf_mark end $cf_number $?"' EXIT
while [ $((cf_number * 2)) -lt \${#cf_hooks[@]} ]; do
  echo "$cf_mark start $cf_number"
  eval "\${cf_hooks[cf_number * 2 + 1]}"
  cf_status=$?
  if [ $cf_status != 0 ] && [ -n "\${cf_hooks[cf_number * 2]}" ]; then
    echo "$cf_mark ignored $cf_number $cf_status"; cf_status=0
  fi
  if [ $cf_status != 0 ]; then (exit $cf_status); exit $cf_status; fi
  echo "$cf_mark end $cf_number 0"
  cf_number=$((cf_number + 1))
done 2>&1
trap - EXIT`;

type HookPhase = Extract<Phase, 'pre-staging' | 'post-staging'>;

/** Runs the hooks of one phase in `folder`, the platform's path of the app; throws `HookFailed` at the first that fails without a leading `-`. */
export async function runHooks(
  context: ScriptContext,
  phase: HookPhase,
  hooks: ResolvedHook[],
  folder: string,
): Promise<void> {
  for (let rest = hooks; rest.length;) rest = await runShell(context, phase, rest, folder);
}

/** Answers those that a hook with a leading `-` kept from running, because it ended the shell. */
async function runShell(
  context: ScriptContext,
  phase: HookPhase,
  hooks: ResolvedHook[],
  folder: string,
): Promise<ResolvedHook[]> {
  const mark = `\u0001${randomBytes(12).toString('hex')}`;
  const progress = new HookProgress(context.journal, phase, hooks);
  const lines = new LineSplitter((line) => progress.line(line, mark));
  const exit = await context.sandbox.exec(
    {
      ...execBase({ ...context, cwd: folder }),
      argv: [
        '/bin/bash',
        '-c',
        runner,
        'bash',
        mark,
        ...hooks.flatMap((hook) => [hook.ignoreFailure ? '-' : '', hook.command.value]),
      ],
      onStdout: (chunk) => context.journal.whenTaken(() => lines.write(chunk)),
    },
    context.signal,
  );
  lines.end();
  return progress.finish(exit.code);
}

class HookProgress {
  private current = -1;
  private started = 0;
  private status: number | undefined = 0;
  private lastWords = new LastLines();
  private causes = new CauseFinder();

  constructor(
    private readonly journal: ScriptContext['journal'],
    private readonly phase: HookPhase,
    private readonly hooks: ResolvedHook[],
  ) {}

  line(text: string, mark: string): void {
    const at = text.indexOf(mark);
    const said = at < 0 ? text : text.slice(0, at);
    if (at < 0 || said) this.output(said);
    if (at < 0) return;
    const [what, number, status] = text
      .slice(at + mark.length)
      .trim()
      .split(' ');
    if (what === 'start') this.start(Number(number));
    else if (what === 'end') this.end(Number(status));
    else this.ignored(Number(status));
  }

  /** The shell has ended; without a mark of its end something killed it. Answers what is still to run in another one. */
  finish(code: number): ResolvedHook[] {
    if (this.status === undefined) this.end(code || 1);
    if (this.status === 0) return [];
    const hook = this.hooks[this.current]!;
    if (hook.ignoreFailure) {
      this.ignored(this.status!);
      return this.hooks.slice(this.current + 1);
    }
    const command = hook.command.value;
    const words = this.lastWords.lines;
    const found = this.causes.cause(this.status!, mend);
    const next = nextSteps[this.status!];
    const cause = found && { ...found, next: next ? { advice: next } : found.next };
    throw new StagingFailure(
      'HookFailed',
      `Staging failed: hook '${command}' exited with status ${this.status}`,
      sentence(cause, `the ${this.phase} hook “${command}” failed with exit status ${this.status}`),
      { at: hook.command, related: words, ...detailsOf(cause) },
    );
  }

  private ignored(status: number): void {
    this.journal.log(`The hook ended with exit status ${status}, which its leading - ignores.`, 'stderr');
  }

  private start(number: number): void {
    this.current = number;
    this.status = undefined;
    this.lastWords = new LastLines();
    this.causes = new CauseFinder();
    this.started = performance.now();
    const command = this.hooks[number]!.command.value;
    this.journal.begin(this.phase, { detail: command });
    this.journal.log(`-----> ${command}`);
  }

  private end(status: number): void {
    this.status = status;
    const detail = this.hooks[this.current]!.command.value;
    this.journal.finish(this.phase, status === 0 ? 'done' : 'failed', { detail }, this.started);
  }

  private output(text: string): void {
    this.lastWords.add(text);
    this.causes.add(text);
    this.journal.log(`       ${text}`);
  }
}

const mend = 'Mend the command, or write a - in front of it to go on when it fails';

/** By exit status: what the shell itself says of a command. */
const nextSteps: Readonly<Record<number, string>> = {
  126: 'The file cannot be run: make it executable (chmod +x), or call it with its interpreter',
  127: 'Check the path of the command (hooks start in the app’s folder), or install it through `requirements:`',
};
