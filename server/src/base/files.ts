// What is read of the disk: small regular files and folders. Names come from manifests, so nothing named may block or have no end.
import { closeSync, constants, fstatSync, openSync, opendirSync, readSync, realpathSync, statSync } from 'node:fs';
import { decode } from './encoding';
import { basename, dirname, join, relative, isAbsolute } from 'node:path';

interface FileEntry {
  name: string;
  folder: boolean;
}

export interface Files {
  /** Text of a file; undefined when it is missing, unreadable, no regular file, or larger than a megabyte (the platform's own limit). */
  read(path: string): string | undefined;
  /** The same as it was saved, where an editor has the file open; missing where nothing is saved. */
  saved?(path: string): string | undefined;
  /** `unknown` where nobody may look; `file` is whatever is no folder. */
  kind(path: string): 'file' | 'folder' | 'unknown' | undefined;
  /** Undefined when there is no such folder. */
  list(path: string): FileEntry[] | undefined;
  /** Undefined where nobody knows: no such file, or a file system without modes (Windows). */
  executable?(path: string): boolean | undefined;
}

const megabyte = 1024 * 1024;

/** To open what may be anything: without O_NONBLOCK, which Windows does not have, opening a pipe waits for who writes into it. */
export const toRead = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * The bytes of a regular file. Never waits and never reads on and on, whatever the name leads to: it is what was opened that is
 * asked what it is. Throws what the operating system says; an error with the code ENOTFILE for a pipe or a device, ETOOLARGE for more
 * than `most` bytes (the collection of an operating system's certificates has a quarter of a megabyte).
 */
export function readRegularFile(path: string, most = 16 * megabyte): Buffer {
  const fd = openSync(path, toRead);
  try {
    const stat = fstatSync(fd);
    if (stat.isDirectory()) throw refused('EISDIR', 'it is a folder');
    if (!stat.isFile()) throw refused('ENOTFILE', 'it is a pipe or a device, not a file');
    if (stat.size > most) throw refused('ETOOLARGE', `it is larger than ${Math.round(most / megabyte)} MB`);
    // What says to be empty but is not, as in /proc, has no end that could be trusted.
    const buffer = Buffer.alloc(stat.size);
    let length = 0;
    for (let got = -1; got !== 0 && length < buffer.length; length += got)
      got = readSync(fd, buffer, length, buffer.length - length, length);
    return buffer.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

const refused = (code: string, message: string): Error => Object.assign(new Error(message), { code });

/** More entries of a folder help nobody, and take a while to list. */
const mostEntries = 10_000;

export const diskFiles: Files = {
  read: (path) => unlessItFails(() => decode(readRegularFile(path, megabyte))),
  kind: (path) => unlessItFails(() => (statSync(path).isDirectory() ? 'folder' : 'file')),
  list: (path) => unlessItFails(() => entriesOf(path)),
  executable: (path) =>
    process.platform === 'win32' ? undefined : unlessItFails(() => (statSync(path).mode & 0o111) !== 0),
};

function entriesOf(path: string): FileEntry[] {
  const folder = opendirSync(path);
  try {
    const entries: FileEntry[] = [];
    for (let entry; entries.length < mostEntries && (entry = folder.readSync());)
      entries.push({ name: entry.name, folder: entry.isDirectory() });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    folder.closeSync();
  }
}

/** The same files as far as they are inside of these folders, links followed; of all others nothing is known. */
export function filesInside(folders: () => string[], files: Files): Files {
  const allows = (path: string) => folders().some((folder) => isInside(realPath(path), realPath(folder)));
  return {
    read: (path) => (allows(path) ? files.read(path) : undefined),
    saved: (path) => (allows(path) ? files.saved?.(path) : undefined),
    kind: (path) => (allows(path) ? files.kind(path) : 'unknown'),
    list: (path) => (allows(path) ? files.list(path) : undefined),
    executable: (path) => (allows(path) ? files.executable?.(path) : undefined),
  };
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !/^\.\.[\\/]/.test(way) && !isAbsolute(way);
}

/** Where a path leads; as far as it exists. */
function realPath(path: string): string {
  const found = unlessItFails(() => realpathSync(path));
  if (found !== undefined) return found;
  const above = dirname(path);
  return above === path ? path : join(realPath(above), basename(path));
}

function unlessItFails<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
