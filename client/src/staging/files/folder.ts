// A folder of this machine as tar entries, for the app and for buildpacks.
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ignores } from './cfignore';
import type { TarEntry, TarNotice } from './tar';
import { Unreadable } from '../report/failure';

export interface Ids {
  uid: number;
  gid: number;
}

export interface FolderOptions {
  ignore?: Ignores;
  /** Absolute paths that stay behind: what a staging itself writes into the folder. */
  exclude?: ReadonlySet<string>;
  /** Modes of folders, instead of their own. */
  folderMode?: number;
  /** Called for what is left out although nothing ignores it. */
  notice?: TarNotice;
}

/**
 * All entries of `folder` below `prefix` (a path without slashes at its ends), itself first, sorted by name within each
 * folder, so that equal folders give equal tars. Links stay links. What is neither file, folder nor link (FIFOs, sockets,
 * devices) is left out with a notice. Throws StagingFailure for what cannot be read.
 */
export async function* folderEntries(
  folder: string,
  prefix: string,
  owner: Ids,
  options: FolderOptions = {},
): AsyncGenerator<TarEntry> {
  const walk: Walk = { ...options, prefix, owner };
  yield entryOf(prefix, await stat(folder).catch((error) => Promise.reject(new Unreadable(folder, error))), walk);
  yield* contents(folder, '', walk);
}

interface Walk extends FolderOptions {
  prefix: string;
  owner: Ids;
}

async function* contents(folder: string, below: string, walk: Walk): AsyncGenerator<TarEntry> {
  const { ignore, exclude, notice, prefix } = walk;
  const names = (await readFolder(folder)).map(({ name }) => name).sort();
  const wanted = names.filter((name) => !exclude?.has(join(folder, name)));
  const found = await Promise.all(wanted.map((name) => lstatOf(join(folder, name))));
  for (const [i, name] of wanted.entries()) {
    const file = join(folder, name);
    const relative = below + name;
    const stats = found[i];
    if (stats === undefined) {
      notice?.(
        relative,
        name.includes('\uFFFD') ? 'left out: its name is not UTF-8' : 'vanished while the files were read',
      );
      continue;
    }
    const isFolder = stats.isDirectory();
    const ignored = ignore?.ignores(relative, isFolder) ?? false;
    if (!ignored && !isFolder && !stats.isFile() && !stats.isSymbolicLink()) {
      notice?.(relative, 'left out: it is neither a file, a folder nor a link');
      continue;
    }
    if (!ignored) {
      const entry = entryOf(`${prefix}/${relative}`, stats, walk);
      if (stats.isFile()) entry.content = { file, size: stats.size, changed: stats.ctimeMs };
      if (stats.isSymbolicLink()) entry.linkpath = await readlink(file);
      yield entry;
    }
    if (!isFolder || (ignored && ignore!.prunes(relative))) continue;
    const inside = contents(file, `${relative}/`, walk);
    yield* ignored ? onceNeeded(entryOf(`${prefix}/${relative}`, stats, walk), inside) : inside;
  }
}

/** An ignored folder of which something inside is wanted after all: its own entry comes first, so that it has its owner. */
async function* onceNeeded(folder: TarEntry, inside: AsyncIterable<TarEntry>): AsyncGenerator<TarEntry> {
  let needed = false;
  for await (const entry of inside) {
    if (!needed) yield folder;
    needed = true;
    yield entry;
  }
}

function entryOf(path: string, stats: Stats, { owner, folderMode }: Walk): TarEntry {
  const type = stats.isDirectory() ? 'Directory' : stats.isSymbolicLink() ? 'SymbolicLink' : 'File';
  // Windows knows no executable bit: as cf does there, everything may be executed by its owner.
  const own = stats.mode | (process.platform === 'win32' ? 0o700 : 0);
  const mode = type === 'Directory' ? (folderMode ?? own) : own;
  return { path, type, mode: mode & 0o7777, ...owner, mtime: stats.mtime };
}

/** Undefined for what is no longer there. */
async function lstatOf(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Unreadable(file, error);
  }
}

async function readFolder(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Unreadable(folder, error);
  }
}
