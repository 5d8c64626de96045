// The digest of all that goes into a cell: where it is the same, so is the result.
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

/** Of `settings` and of all files below `paths`, by name, size, time and mode: contents are not read. */
export async function inputsDigest(settings: unknown, paths: string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const path of paths) await add(hash, path);
  return hash.digest('hex');
}

async function add(hash: Hash, path: string): Promise<void> {
  const about = await lstat(path).catch(() => undefined);
  if (!about) return void hash.update(`${path}\0gone\n`);
  if (!about.isDirectory()) return void hash.update(`${path}\0${about.size}\0${about.mtimeMs}\0${about.mode}\n`);
  const names: string[] = [];
  for await (const { name } of await opendir(path)) if (name !== '.git') names.push(name);
  for (const name of names.sort()) await add(hash, join(path, name));
}
