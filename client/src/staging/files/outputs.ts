// The files a staging leaves on this machine: checked before anything is made, never half-written.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { access, constants, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Remedy } from '../../../../server/src/base/remedy';
import { isDead, thisProcess } from './owner';
import { badInput } from '../report/failure';
import type { StageRequest } from '../report/request';
import { systemReason } from '../report/systemReason';

/** Makes the folders of droplet, result and cache; a result of an earlier staging goes. Throws StagingFailure `BadInput`. */
export async function prepareOutputs({ droplet, result, cache }: StageRequest): Promise<void> {
  await writableFile(droplet, 'The droplet', { setting: 'staging.dropletFolder', option: '--droplet FILE' });
  if (cache) await writable(cache, 'The cache', { option: '--cache DIR' });
  if (!result) return;
  await writableFile(result, 'The result', { option: '--result FILE' });
  await rm(result, { force: true });
}

/** What names the place. */
type By = Omit<Remedy, 'advice'>;

async function writableFile(file: string, what: string, by: By): Promise<void> {
  const refused = (why: string, advice: string) => cannotWrite(what, file, why, { advice, ...by });
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw refused('that is a folder', 'Name a file in it');
  // It is renamed into its place, so root would replace even /dev/null.
  if (found && !found.isFile()) throw refused('that is a device', 'Name an ordinary file');
  if (Buffer.byteLength(basename(file)) > longestName) throw refused('the name is too long', 'Choose a shorter one');
  await writable(dirname(file), what, by);
}

const cannotWrite = (what: string, path: string, why: string, remedy: Remedy) =>
  badInput(`${what} cannot be written to ${path}: ${why}.`, undefined, remedy);

async function writable(folder: string, what: string, by: By): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (error) {
    throw cannotWrite(what, folder, systemReason(error), { advice: 'Choose another place', ...by });
  }
}

/** Node's own `recursive` never ends where a parent exists and yet nothing can be made in it, as below /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    if ((await stat(folder)).isDirectory()) return;
    throw new Error('that is a file');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await makeFolder(dirname(folder));
  }
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error; // somebody else was faster
  });
}

/** Followed by the process and the machine that write it: several may write to one folder. */
const mark = '.partial-';
const machine = createHash('sha256').update(thisProcess.host).digest('hex').slice(0, 6);
/** Bytes; file systems take 255, and while it is written the name is longer. */
const longestName = 230;

/** Fills the file at `partial`. */
export type Write = (partial: string) => Promise<void>;

/**
 * Has every file written beside its place, at the same time, and then renames them all: they are all new and whole, or all as
 * they were before. Rejects with the first failure, in the order given, when all have ended.
 */
export async function writeTogether(files: Record<string, Write>): Promise<void> {
  const writes = await Promise.all(
    Object.entries(files).map(async ([file, write]) => ({ file, partial: await partialOf(file), write })),
  );
  try {
    const ended = await Promise.allSettled(writes.map(({ write, partial }) => write(partial)));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    for (const { file, partial } of writes) await rename(partial, file);
  } finally {
    for (const { partial } of writes) await rm(partial, { force: true });
  }
}

/** Has one file written beside its place, then renamed: it is new and whole, or as it was before. */
export const writeBeside = (file: string, write: Write): Promise<void> => writeTogether({ [file]: write });

/** A write of a text. */
export const text =
  (content: string): Write =>
  (partial) =>
    writeFile(partial, content);

async function partialOf(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await sweepBeside(file);
  return `${file}${mark}${process.pid}-${machine}-${Math.random().toString(36).slice(2, 8)}`;
}

/** What runs on this machine that were killed could not remove. */
async function sweepBeside(file: string): Promise<void> {
  const start = `${basename(file)}${mark}`;
  for (const name of await readdir(dirname(file))) {
    if (!name.startsWith(start)) continue;
    const [pid, where] = name.slice(start.length).split('-');
    if (where === machine && isDead({ ...thisProcess, pid: Number(pid), started: '' }))
      await rm(join(dirname(file), name), { force: true });
  }
}

/** Whether it has the name of a droplet of ours, or of one that is being written. */
export const isDroplet = (path: string): boolean => /\.droplet\.tgz(?:\.partial-.*)?$/.test(path);

/** Droplets at the top of an app's folder, whole or half, of any application: they are never part of the app. */
export function dropletsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(isDroplet)
      .map((name) => join(folder, name));
  } catch {
    return []; // an archive
  }
}
