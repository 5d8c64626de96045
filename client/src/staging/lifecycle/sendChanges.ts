// A folder that is inside already, made as it is here by sending no more than what has changed.
import { Readable } from 'node:stream';
import type { Sent } from '../files/sent';
import { tarStream } from '../files/tar';
import type { TarEntry, TarNotice } from '../files/tar';
import { toolBase } from './runScript';
import type { ScriptContext } from './runScript';
import { unpackInside } from './unpack';

/**
 * `into`: where the paths of the entries are relative to; `top`: the path of the first of them, below which all others are. What
 * scripts have made there stays. Answers how many files were sent, and how many are gone.
 */
export async function sendChanges(
  context: ScriptContext,
  sent: Sent,
  { into, top, entries, notice }: { into: string; top: string; entries: AsyncIterable<TarEntry>; notice?: TarNotice },
): Promise<{ changed: number; gone: number }> {
  const all: TarEntry[] = [];
  for await (const entry of entries) all.push(entry);
  const changed = new Set<TarEntry>();
  for await (const entry of sent.changed(all)) changed.add(entry);
  const gone = sent.gone(top, new Set(all.map(({ path }) => path)));
  if (gone.length) await remove(context, into, gone);
  // A folder in which something is replaced gets its time back.
  const folders = new Set([...[...changed].map(({ path }) => path), ...gone].flatMap(foldersAbove));
  const wanted = all.filter((entry) => changed.has(entry) || (entry.type === 'Directory' && folders.has(entry.path)));
  if (wanted.length) await unpackInside(context, tarStream(wanted, notice), into);
  return { changed: [...changed].filter(({ type }) => type !== 'Directory').length, gone: gone.length };
}

/** `a/b/c` → `a/b`, `a` */
function foldersAbove(path: string): string[] {
  const end = path.lastIndexOf('/');
  return end < 0 ? [] : [path.slice(0, end), ...foldersAbove(path.slice(0, end))];
}

async function remove(context: ScriptContext, folder: string, paths: string[]): Promise<void> {
  await context.sandbox.exec(
    {
      ...toolBase({ ...context, cwd: folder }),
      cwd: folder,
      argv: ['xargs', '-0', 'rm', '-rf', '--'],
      stdin: Readable.from([Buffer.from(paths.map((path) => `${path}\0`).join(''))]),
      onStdout: () => {},
    },
    context.signal,
  );
}
