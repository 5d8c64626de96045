// Which of the files that a program named is a file of the app, and where in it.
import { readFile, stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import type { NamedPlace } from '../report/failure';

export interface AppPlace {
  /** Path on this machine. */
  file: string;
  /** 1-based. */
  line?: number;
  column?: number;
}

/** Larger files are not searched for a word. */
const mostSearched = 1024 * 1024;

/**
 * The first of `places` that is a file of the app. `folder` is the app on this machine, `inside` are the paths it has for programs.
 * A relative path counts from the app's top, where buildpacks mostly work.
 */
export async function placeInApp(
  places: readonly NamedPlace[],
  folder: string,
  inside: readonly string[],
): Promise<AppPlace | undefined> {
  for (const { file: named, line, column, holds, text } of places) {
    const relative = belowApp(named, [folder, ...inside]);
    if (relative === undefined) continue;
    const file = resolve(folder, relative);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) continue;
    if (text !== undefined && text !== (await readFile(file, 'utf8').catch(() => undefined))) continue;
    if (line || !holds || found.size > mostSearched) return { file, line, column };
    return { file, line: lineThatHolds(await readFile(file, 'utf8').catch(() => ''), holds) };
  }
  return undefined;
}

/** `/tmp/app/src/x.c` → `src/x.c`; undefined for what lies elsewhere. */
function belowApp(named: string, inside: readonly string[]): string | undefined {
  const top = inside.find((path) => named.startsWith(`${path}/`));
  const relative = posix.normalize(top ? named.slice(top.length + 1) : named);
  return posix.isAbsolute(relative) || relative.startsWith('..') ? undefined : relative;
}

function lineThatHolds(text: string, word: string): number | undefined {
  const index = text.split('\n').findIndex((line) => line.includes(word));
  return index < 0 ? undefined : index + 1;
}
