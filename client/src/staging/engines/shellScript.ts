// Small pieces of shell for both engines.
import { once } from 'events';
import type { Writable } from 'stream';
import { unlessAborted } from '../../../../server/src/base/deadline';
import type { Exec, Exit } from './engine';

/** A word as the shell reads it: quoted where needed. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** What starts programs. dash drops variables that no shell could name (`spring.profiles.active`); bash hands them on, in no argument. */
export const starter = (env: Record<string, string>): string[] =>
  Object.keys(env).every((name) => /^[A-Za-z_]\w*$/.test(name)) ? ['/bin/sh', '-c'] : ['/bin/bash', '-p', '-c'];

/**
 * An interactive shell with exactly this environment; a script, so that no secret is part of a command line. On a terminal it is
 * also what bash reads at its start: it says which key runs `step` again.
 */
export function shellScript(env: Record<string, string>, step?: string[]): string {
  const settings = Object.entries(env).map(([name, value]) => shellWord(`${name}=${value}`));
  const again = step && shellWord(`${step.map(shellWord).join(' ')}; echo "It ended with status $?."`);
  const atStart = again
    ? `if [ -n "$BASH_VERSION" ]; then case $- in *i*)
  again() { eval ${again}; }
  bind -x '"\\C-g": again'
  echo 'This is where the staging failed. Ctrl+G runs the step again:'; echo ${shellWord(`  ${step.map(shellWord).join(' ')}`)}
  return;;
esac; fi
`
    : '';
  return `#!/bin/sh
${atStart}if command -v bash >/dev/null; then
  if [ -t 0 ]; then set -- bash --rcfile "$0"; else set -- bash --norc; fi
else set -- sh; fi
exec env ${settings.join(' ')} "$@"
`;
}

/** `2000:2000` → ids; `root` is 0. */
export function ownersOf(user: string): { uid: number; gid: number } {
  const [uid = 0, gid = uid] = user === 'root' ? [0] : user.split(':').map(Number);
  return { uid, gid };
}

/** The reference's (Go's) words for the signals of Linux. */
const signals: Record<number, string> = {
  1: 'hangup',
  2: 'interrupt',
  3: 'quit',
  4: 'illegal instruction',
  5: 'trace/breakpoint trap',
  6: 'aborted',
  7: 'bus error',
  8: 'floating point exception',
  9: 'killed',
  11: 'segmentation fault',
  13: 'broken pipe',
  14: 'alarm clock',
  15: 'terminated',
};

/** The signal behind an exit code of 128 + its number: 137 → `killed`. */
export const signalOf = (code: number): string | undefined => signals[code - 128];

/** Hands output on, no faster than it is taken. */
export async function forward(
  output: AsyncIterable<Buffer>,
  { onStdout, stdout }: Pick<Exec, 'onStdout' | 'stdout'>,
  signal?: AbortSignal,
): Promise<void> {
  for await (const data of output) {
    if (data.length === 0) continue;
    const taken = onStdout?.(data);
    if (taken instanceof Promise) await unlessAborted(signal, taken);
    if (stdout && !stdout.write(data)) await drained(stdout as Writable);
  }
}

/** Ends `command.stdout` with the program that `running` waits for, or destroys it with the error. */
export async function endingOutput({ stdout }: Exec, running: Promise<Exit>): Promise<Exit> {
  try {
    const exit = await running;
    stdout?.end();
    return exit;
  } catch (error) {
    (stdout as Writable | undefined)?.destroy(error as Error);
    throw error;
  }
}

async function drained(to: Writable): Promise<void> {
  const gone = () => to.errored ?? new Error('the reader of the output has gone');
  if (to.destroyed) throw gone();
  const stop = new AbortController();
  const closed = once(to, 'close', { signal: stop.signal }).then(() => Promise.reject(gone()));
  closed.catch(() => {});
  try {
    await Promise.race([once(to, 'drain', { signal: stop.signal }), closed]);
  } finally {
    stop.abort();
  }
}
