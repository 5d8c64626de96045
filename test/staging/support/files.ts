// Folders of tests, written from a table: path → text, or more than a text.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A path that ends with `/` is an empty folder. */
export type Files = Record<string, string | Buffer | FileSpec>;

interface FileSpec {
  content?: string | Buffer;
  mode?: number;
  link?: string;
  /** `2020-02-02` */
  time?: string;
}

/** Writes `files` below `folder`; a text that begins with `#!` is executable. */
export function writeFiles(folder: string, files: Files): string {
  mkdirSync(folder, { recursive: true });
  for (const [path, given] of Object.entries(files)) {
    const full = join(folder, path);
    const spec = typeof given === 'string' || Buffer.isBuffer(given) ? { content: given } : given;
    mkdirSync(path.endsWith('/') ? full : dirname(full), { recursive: true });
    if (spec.link !== undefined) symlinkSync(spec.link, full);
    else if (!path.endsWith('/')) writeFileSync(full, spec.content ?? '');
    const script = spec.content?.toString('latin1').startsWith('#!');
    if (spec.mode !== undefined || script) chmodSync(full, spec.mode ?? 0o755);
    if (spec.time !== undefined) utimesSync(full, new Date(spec.time), new Date(spec.time));
  }
  return folder;
}

const made: string[] = [];
process.on('exit', () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** An empty folder that is gone when the tests have ended. */
export function temporaryFolder(name = 'staging-test'): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  made.push(folder);
  return folder;
}

/** Every name, mode, time, link and byte below `folder` in one word: equal before and after means untouched. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  const walk = (path: string) => {
    const stats = lstatSync(path);
    hash.update(`${path.slice(folder.length)} ${stats.mode} ${stats.isDirectory() ? '' : stats.mtimeMs}\n`);
    if (stats.isSymbolicLink()) hash.update(readlinkSync(path));
    else if (stats.isDirectory()) for (const name of readdirSync(path).sort()) walk(join(path, name));
    else if (stats.isFile()) hash.update(readFileSync(path));
  };
  walk(folder);
  return hash.digest('hex');
}
