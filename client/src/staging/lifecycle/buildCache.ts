// The buildpack cache of one app and stack: restored before, replaced after a successful staging, never touched by a failed one.
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { StagingFailure } from '../report/failure';
import type { Write } from '../files/outputs';
import { pack } from './pack';
import { unpackInside } from './unpack';
import type { ScriptContext } from './runScript';
import { toolBase, toolShell } from './runScript';

/** The cache file of an app and stack below the user's cache folder. */
export const cacheFile = (folder: string, application: string, stack: string): string =>
  join(folder, `${short(encodeURIComponent(application))}@${short(encodeURIComponent(stack))}.cache.tar`);

/** File systems take 255 bytes for a name. */
const short = (name: string): string =>
  name.length <= 90 ? name : `${name.slice(0, 60)}-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;

/** A broken cache must not break the staging: it is not used at all, and that is said. */
export async function restoreCache(context: ScriptContext, file: string, folder: string): Promise<void> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) return;
  const meter = context.journal.meter('upload', 'the build cache', found.size);
  await unpackInside(context, createReadStream(file), folder, meter).catch(async (error) => {
    context.signal.throwIfAborted();
    context.journal.log(`The build artifacts cache cannot be used: ${(error as Error).message}`, 'stderr');
    await pruneCache(context, folder, []);
  });
}

/* Everything but the folders that this staging needs goes, directories and stray files alike. */
const prune = `
shopt -s dotglob nullglob
cache=$1; shift
for name in "$@"; do mkdir -p "$cache/$name"; done
for entry in "$cache"/*; do
  keep=
  for name in "$@"; do [ "$entry" = "$cache/$name" ] && keep=1; done
  [ -n "$keep" ] || rm -rf -- "$entry"
done`;

/** Makes the folders `names` below the cache and removes all others. */
export async function pruneCache(context: ScriptContext, folder: string, names: string[]): Promise<void> {
  await context.sandbox.exec(
    { ...toolBase(context), argv: [...toolShell, prune, 'bash', folder, ...new Set(names)] },
    context.signal,
  );
}

/** The cache as a stream into a file. */
export const packCache =
  (context: ScriptContext, folder: string): Write =>
  async (partial) => {
    const argv = ['tar', '--sort=name', '-C', folder, '-cf', '-', '.'];
    const code = await pack(context, argv, [new PassThrough()], partial);
    if (code !== 0)
      throw new StagingFailure(
        'StagingError',
        `Failed to compress build artifacts: exit status ${code}`,
        'The buildpack cache could not be packed: the lines above say why, most often a file in it that its own user cannot read, or a full disk.',
      );
  };

export async function clearCache(file: string): Promise<void> {
  await rm(file, { force: true });
}
