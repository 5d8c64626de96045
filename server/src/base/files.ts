// What features and checks may know of files beside a manifest, wherever these are; where they may look.
import { isAbsolute, relative } from 'node:path';

export interface FileEntry {
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
  /** Where a path leads, links followed; as far as it exists. */
  real?(path: string): string;
}

/** The same files as far as they are inside of these folders, links followed; of all others nothing is known. */
export function filesInside(folders: () => string[], files: Files): Files {
  const real = (path: string) => files.real?.(path) ?? path;
  const allows = (path: string) => folders().some((folder) => isInside(real(path), real(folder)));
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
