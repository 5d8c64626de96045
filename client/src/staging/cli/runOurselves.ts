// Another command of this program in a process of its own, whose output is no part of ours.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** `onLine` gets standard output line by line and is waited for. An abort is a Ctrl+C to it, so that no container is left. */
export async function runOurselves(
  args: string[],
  signal: AbortSignal,
  onLine: (line: string) => Promise<void> | void,
): Promise<{ status: number; stderr: string }> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  try {
    const ended = once(child, 'close') as Promise<[number | null]>;
    const stderr = text(child.stderr);
    for await (const line of createInterface({ input: child.stdout })) await onLine(line);
    const [status] = await ended;
    return { status: status ?? 1, stderr: (await stderr).trim() };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
