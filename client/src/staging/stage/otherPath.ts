// Which folder was probably meant by `path:`, where the one that is written has no app or is not there.
import { readdir } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Located } from '../../../../server/src/base/protocol';
import type { Remedy } from '../../../../server/src/base/remedy';
import { closest } from '../../../../server/src/base/words';
import { guessApp } from '../plan/guess';

/** Folders below that nobody means. */
const never = /^(\.|node_modules$|vendor$|target$|dist$)/;

/** `path` is not there: those beside it that are called much like it. */
export function similarPaths(path: Located<string>, manifestFolder: string): Remedy[] {
  const folder = dirname(path.value);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return closest(basename(path.value), names).map((name) => setPath(path, join(folder, name), manifestFolder));
}

/** No buildpack detected the app in `path`: folders in it that look like an app. */
export async function pathsWithApp(path: Located<string>, manifestFolder: string): Promise<Remedy[]> {
  const namesIn = (folder: string) => readdir(folder).catch(() => []);
  const found: Remedy[] = [];
  for (const name of (await namesIn(path.value)).filter((one) => !never.test(one)).sort()) {
    const folder = join(path.value, name);
    const guess = guessApp(await namesIn(folder));
    if (guess) found.push(setPath(path, folder, manifestFolder, `there is ${guess.file} in it`));
  }
  return found.slice(0, 3);
}

function setPath({ range }: Located<string>, folder: string, manifestFolder: string, why?: string): Remedy {
  const value = relative(manifestFolder, folder).replaceAll('\\', '/');
  return {
    advice: `Set \`path: ${value}\`${why ? `, for ${why}` : ''}`,
    edit: range ? { value } : { key: 'path', value },
  };
}
