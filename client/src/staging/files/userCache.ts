// Where this user's caches lie that no folder of their own was named for, how large they are, and how they go.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Fetched buildpacks, and what buildpacks keep between the stagings of an application. */
const kinds = { buildpacks: 'fetched buildpacks', builds: 'build caches' } as const;
type Kind = keyof typeof kinds;

/** `~/.cache/cf-staging/builds` and its likes: the folder that each system has for caches. */
export function userCacheFolder(kind: Kind, env = process.env, system: NodeJS.Platform = process.platform): string {
  const base =
    system === 'win32'
      ? (env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'))
      : system === 'darwin'
        ? join(homedir(), 'Library', 'Caches')
        : env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'cf-staging', kind);
}

/** Makes the folder; false when nothing can be written there. */
export function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

export interface UserCache {
  what: string;
  folder: string;
  bytes: number;
}

/** This user's caches, those that have something in them. */
export async function userCaches(): Promise<UserCache[]> {
  const caches = await Promise.all(
    Object.entries(kinds).map(async ([kind, what]) => {
      const folder = userCacheFolder(kind as Kind);
      return { what, folder, bytes: await folderSize(folder) };
    }),
  );
  return caches.filter(({ bytes }) => bytes > 0);
}

/** Removes them all. */
export async function removeUserCaches(): Promise<void> {
  for (const kind of Object.keys(kinds)) await rm(userCacheFolder(kind as Kind), { recursive: true, force: true });
}

/** Bytes of all files below a folder; 0 when it does not exist. */
export async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await folderSize(path);
    else bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}
