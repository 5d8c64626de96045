// The buildpack cache of one app and stack: restored before, replaced after a successful staging, never touched by a failed one.
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeBeside } from './pack';
import { unpackInside } from './unpack';
import type { ScriptContext } from './script';
import { execBase } from './script';

/** The cache file of an app and stack below the user's cache folder. */
export const cacheFile = (folder: string, application: string, stack: string): string =>
  join(folder, `${fileName(application)}-${fileName(stack)}.cache.tar`);

const fileName = (text: string) => text.replace(/[^A-Za-z0-9_.-]+/g, '_') || '_';

/** A broken cache must not break the staging: what cannot be restored is dropped, and said. */
export async function restoreCache(context: ScriptContext, file: string, folder: string): Promise<void> {
  if (!existsSync(file)) return;
  await unpackInside(context, createReadStream(file), folder).catch((error) => {
    context.signal.throwIfAborted();
    context.journal.log(`The build artifacts cache cannot be used: ${(error as Error).message}`, 'stderr');
  });
}

/* Everything but the folders that this staging needs goes, directories and stray files alike. */
const prune = `
shopt -s dotglob nullglob
cache=$1; shift
mkdir -p "\${@/#/$cache/}"
for entry in "$cache"/*; do
  keep=
  for name in "$@"; do [ "$entry" = "$cache/$name" ] && keep=1; done
  [ -n "$keep" ] || rm -rf -- "$entry"
done`;

/** Makes the folders `names` below the cache and removes all others. */
export async function pruneCache(context: ScriptContext, folder: string, names: string[]): Promise<void> {
  await context.sandbox.exec(
    { ...execBase(context), argv: ['/bin/bash', '-c', prune, 'bash', folder, ...new Set(names)] },
    context.signal,
  );
}

/** Streams the cache out; the old one stays until the new one is whole. */
export async function saveCache(context: ScriptContext, folder: string, file: string): Promise<void> {
  await writeBeside(file, async (partial) => {
    const out = new PassThrough();
    const written = pipeline(out, createWriteStream(partial), { signal: context.signal });
    written.catch(() => {});
    const exit = await context.sandbox.exec(
      {
        ...execBase(context),
        argv: ['tar', '--sort=name', '-C', folder, '-cf', '-', '.'],
        stdout: out,
        onStderr: () => {},
      },
      context.signal,
    );
    await written;
    if (exit.code !== 0) throw new Error(`tar ended with ${exit.code}`);
  });
}

export async function clearCache(file: string): Promise<void> {
  await rm(file, { force: true });
}
