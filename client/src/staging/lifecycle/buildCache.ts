// The buildpack cache of one app and stack: restored before, replaced after a successful staging, never touched by a failed one.
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { StagingFailure, wordsOf } from '../report/failure';
import { size } from '../report/units';
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

/** A larger cache costs more than it saves, and fills this machine's disk. */
const mostBytes = 4 * 2 ** 30;

/** A broken cache must not break the staging: it is not used at all, and that is said. */
export async function restoreCache(context: ScriptContext, file: string, folder: string): Promise<void> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) return;
  if (found.size > mostBytes) {
    context.journal.log(
      `The build artifacts cache is not used: ${file} takes ${size(found.size)}, more than ${size(mostBytes)}`,
      'stderr',
    );
    return;
  }
  const meter = context.journal.meter('upload', 'the build cache', found.size);
  await unpackInside(context, createReadStream(file), folder, meter).catch(async (error) => {
    context.signal.throwIfAborted();
    context.journal.log(`The build artifacts cache cannot be used: ${wordsOf(error)}`, 'stderr');
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

/** Whether the cache is small enough to be kept in `target`, a folder of this machine; what is too large is said. */
export async function canKeep(context: ScriptContext, folder: string, target: string): Promise<boolean> {
  let kilobytes = '';
  await context.sandbox.exec(
    { ...toolBase(context), argv: ['du', '-sk', folder], onStdout: (chunk) => (kilobytes += chunk.toString()) },
    context.signal,
  );
  const bytes = Number.parseInt(kilobytes) * 1024 || 0;
  const { bavail, bsize } = await statfs(target);
  const why =
    bytes > mostBytes
      ? `more than the ${size(mostBytes)} that are kept`
      : bytes > bavail * bsize
        ? `but only ${size(bavail * bsize)} are free in ${target}`
        : undefined;
  if (why)
    context.journal.log(
      `What the buildpacks put into their cache is not kept: it takes ${size(bytes)}, ${why}`,
      'stderr',
    );
  return why === undefined;
}

/** The cache as a stream into a file; holes in its files stay holes. */
export const packCache =
  (context: ScriptContext, folder: string): Write =>
  async (partial) => {
    const argv = ['tar', '--sort=name', '--sparse', '-C', folder, '-cf', '-', '.'];
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
