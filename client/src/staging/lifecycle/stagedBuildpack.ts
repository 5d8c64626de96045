// A buildpack of this staging: what the order calls it, where it lies inside, which scripts it has.
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Located } from '../../../../server/src/base/protocol';
import { buildpackRoot } from '../../../../server/src/buildpacks/archive';
import type { ScriptFile } from '../causes/kinds';

export type ScriptName = 'detect' | 'supply' | 'finalize' | 'compile' | 'release';

export interface StagedBuildpack {
  /** The entry of the order, secrets masked: a name or a URL. */
  key: string;
  /** The value of the manifest it comes from; undefined for an installed one that is only tried. */
  at?: Located<string>;
  /** Directory inside whose child is `bin/`; undefined: malformed. */
  root?: string;
  /** Scripts that exist. */
  scripts: Partial<Record<ScriptName, ScriptFile>>;
  /** It is made for the lifecycle of Cloud Native Buildpacks. */
  cloudNative?: boolean;
}

/** The root of the unpacked buildpack in `folder` (on this machine), below it. Undefined: malformed. */
export const locateRoot = (folder: string): string | undefined =>
  buildpackRoot(readdirSync(folder), (path) => isFolder(join(folder, path)));

/** The scripts below `folder/bin`. `own`: the folder is the user's, no copy of ours. */
export function scriptsOf(folder: string, own: boolean): StagedBuildpack['scripts'] {
  const scripts: StagedBuildpack['scripts'] = {};
  for (const name of ['detect', 'supply', 'finalize', 'compile', 'release'] as const) {
    const path = join(folder, 'bin', name);
    const file = statSync(path, { throwIfNoEntry: false });
    if (file)
      scripts[name] = {
        executable: (file.mode & 0o111) === 0o111,
        file: own ? path : undefined,
        interpreter: file.isFile() ? interpreterOf(path) : undefined,
      };
  }
  return scripts;
}

export const isCloudNative = (folder: string): boolean =>
  existsSync(join(folder, 'buildpack.toml')) && existsSync(join(folder, 'bin', 'build'));

/** `#!/bin/bash -e` → `/bin/bash`; undefined without such a line. */
function interpreterOf(path: string): string | undefined {
  const start = Buffer.alloc(256);
  const file = openSync(path, 'r');
  try {
    const text = start.toString('latin1', 0, readSync(file, start));
    return /^#![ \t]*([^ \t\n]+)/.exec(text)?.[1];
  } finally {
    closeSync(file);
  }
}

export const malformed = (key: string): string => `malformed buildpack does not contain a /bin dir: ${key}`;

/** Also false below a file, and where a link leads nowhere or in circles. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
