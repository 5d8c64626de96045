// The folders that a pattern means: `apps/*`, `teams/*/app-?`. Names that begin with a dot are meant only when they are written.
import { readdirSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Absolute, sorted; a pattern without `*` and `?` is one folder, there or not. */
export function foldersOf(pattern: string, base: string): string[] {
  const parts = pattern.split('/').filter((part) => part && part !== '.');
  let found = [isAbsolute(pattern) ? '/' : base];
  for (const part of parts) {
    if (!/[*?]/.test(part)) found = found.map((folder) => join(folder, part));
    else found = found.flatMap((folder) => matching(folder, part));
  }
  return /[*?]/.test(pattern) ? found.filter(isFolder) : found;
}

function matching(folder: string, part: string): string[] {
  const words = part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  const name = new RegExp(`^${words}$`);
  try {
    const names = readdirSync(folder).filter((one) => name.test(one) && (part.startsWith('.') || !one.startsWith('.')));
    return names.sort().map((one) => join(folder, one));
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
