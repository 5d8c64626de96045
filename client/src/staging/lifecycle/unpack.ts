// Unpacks a tar stream inside, as the platform's user: everything becomes theirs, and it is twice as fast as the engine's own copy.
import type { Readable } from 'node:stream';
import type { ScriptContext } from './script';

/** Rejects with tar's own last words. `folder` is where entries are relative to; it must exist and belong to the user. */
export async function unpackInside(
  context: ScriptContext,
  tar: Readable,
  folder: string,
  { gzip = false } = {},
): Promise<void> {
  let said = '';
  const read = new Promise<never>((_, reject) => tar.once('error', reject));
  read.catch(() => {});
  const exit = await Promise.race([
    context.sandbox.exec(
      {
        argv: ['tar', gzip ? '-xzpf' : '-xpf', '-', '--no-same-owner', '-C', folder],
        user: context.user,
        cwd: context.sandbox.path('/'),
        env: {},
        stdin: tar,
        onStdout: () => {},
        onStderr: (chunk) => (said = (said + chunk.toString()).slice(-4000)),
      },
      context.signal,
    ),
    read,
  ]);
  if (exit.code !== 0) throw new Error(said.trim().split('\n').at(-1) || `tar ended with exit status ${exit.code}`);
}
