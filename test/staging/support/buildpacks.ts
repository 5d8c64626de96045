// Buildpacks of tests: a few lines of bash each, written to a folder, a zip or a git repository.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { ZipFile } from 'yazl';
import type { Files } from './files';
import { writeFiles } from './files';

/** Bodies of the scripts in bin/; each becomes an executable bash script. `files` may replace or add anything. */
export interface Buildpack {
  detect?: string;
  supply?: string;
  finalize?: string;
  compile?: string;
  release?: string;
  files?: Files;
  /** The archive's or folder's only entry, with bin/ below it. */
  top?: string;
}

const scripts = ['detect', 'supply', 'finalize', 'compile', 'release'] as const;

export const bash = (body: string): string => `#!/bin/bash\n${body}\n`;

/** bin/release: prints process types. */
export const types = (processes: Record<string, string>): string =>
  `cat <<'YAML'\n---\ndefault_process_types:\n${Object.entries(processes)
    .map(([type, command]) => `  ${type}: ${JSON.stringify(command)}`)
    .join('\n')}\nYAML`;

/** A buildpack that detects anything and starts `./run`; `more` replaces parts of it. */
export const simple = (more: Buildpack = {}): Buildpack => ({
  detect: 'echo Simple',
  compile: 'echo compiled',
  release: types({ web: './run' }),
  ...more,
});

/** Any buildpack but the last: `supply` alone. */
export const supplies = (supply: string): Buildpack => ({ supply });

/** A buildpack with supply and finalize, as most of today's. */
export const modern = (more: Buildpack = {}): Buildpack => ({
  supply: 'true',
  finalize: 'true',
  release: types({ web: './run' }),
  ...more,
});

export function buildpackFiles({ files, top, ...bodies }: Buildpack): Files {
  const own: Files = {};
  for (const name of scripts) if (bodies[name] !== undefined) own[`bin/${name}`] = bash(bodies[name]);
  const all = Object.entries({ ...own, ...files });
  return top === undefined
    ? Object.fromEntries(all)
    : Object.fromEntries(all.map(([path, f]) => [`${top}/${path}`, f]));
}

export const writeBuildpack = (folder: string, buildpack: Buildpack): string =>
  writeFiles(folder, buildpackFiles(buildpack));

/** Writes `files` as a zip; `fat`: as made on Windows, without modes. */
export async function writeZip(file: string, files: Files, { fat = false } = {}): Promise<string> {
  const zip = new ZipFile();
  for (const [path, given] of Object.entries(files)) {
    const spec = typeof given === 'string' || Buffer.isBuffer(given) ? { content: given } : given;
    const script = spec.content?.toString('latin1').startsWith('#!');
    const type = spec.link === undefined ? 0o100000 : 0o120000;
    const mode = fat ? 0 : type | (spec.mode ?? (script ? 0o755 : 0o644));
    if (path.endsWith('/')) zip.addEmptyDirectory(path);
    else
      zip.addBuffer(Buffer.from(spec.link ?? spec.content ?? ''), path, {
        mode,
        ...(spec.time ? { mtime: new Date(spec.time) } : {}),
      });
  }
  zip.end();
  const out = createWriteStream(file);
  zip.outputStream.pipe(out);
  await once(out, 'close');
  return file;
}
