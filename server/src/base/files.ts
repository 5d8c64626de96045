// What the server may know of the disk: small text files and folders beside a manifest. Reading never throws.
import { readFileSync, readdirSync, statSync } from 'node:fs';

interface FileEntry {
  name: string;
  folder: boolean;
}

export interface Files {
  /** Text of a file; undefined when it is missing, unreadable or larger than a megabyte (the platform's own limit). */
  read(path: string): string | undefined;
  kind(path: string): 'file' | 'folder' | undefined;
  /** Undefined when there is no such folder. */
  list(path: string): FileEntry[] | undefined;
  /** Undefined where nobody knows: no such file, or a file system without modes (Windows). */
  executable?(path: string): boolean | undefined;
}

const largest = 1024 * 1024;

export const diskFiles: Files = {
  read(path) {
    try {
      return statSync(path).size > largest ? undefined : readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
  kind(path) {
    try {
      return statSync(path).isDirectory() ? 'folder' : 'file';
    } catch {
      return undefined;
    }
  },
  list(path) {
    try {
      return readdirSync(path, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        folder: entry.isDirectory(),
      }));
    } catch {
      return undefined;
    }
  },
  executable(path) {
    try {
      return process.platform === 'win32' ? undefined : (statSync(path).mode & 0o111) !== 0;
    } catch {
      return undefined;
    }
  },
};
