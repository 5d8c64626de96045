// What is read of the disk: small regular files and folders. Names come from manifests, so nothing named may block or have no end.
import { closeSync, constants, fstatSync, openSync, opendirSync, readSync, realpathSync, statSync } from 'node:fs';
import { decode } from './utf8';
import { basename, dirname, join } from 'node:path';
import type { FileEntry, Files } from './files';

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
  real: realPath,
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
