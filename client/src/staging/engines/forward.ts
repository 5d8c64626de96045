// A program's standard output to whoever wants it, as fast as they take it.
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Exec } from './engine';

export async function forward(
  output: AsyncIterable<Buffer>,
  { onStdout, stdout }: Pick<Exec, 'onStdout' | 'stdout'>,
): Promise<void> {
  for await (const data of output) {
    if (data.length === 0) continue;
    onStdout?.(data);
    if (stdout && !stdout.write(data)) await drained(stdout as Writable);
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
