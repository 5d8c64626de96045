// Droplets that stay open between calls, so that browsing one reads through it only once.
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Droplet } from './droplet';
import type { DropletEntry } from './entry';

interface Open {
  /** Of the file when it was read: another one under its name is another droplet. */
  mtime: number;
  size: number;
  droplet: Promise<Droplet>;
  /** Settles when the work on it is done. */
  busy?: Promise<unknown>;
  idle?: NodeJS.Timeout;
}

const most = 3;
/** The temporary copy of a droplet that nobody looks at goes after this time. */
const idleMs = 10 * 60 * 1000;
/** By path; the one used last stands last. */
const opened = new Map<string, Open>();

/** The droplet at `file`, read when it is not open yet or was replaced. */
async function openDroplet(file: string): Promise<Open> {
  const { mtimeMs: mtime, size } = await stat(file).catch(() => ({ mtimeMs: NaN, size: NaN }));
  let open = opened.get(file);
  if (open?.mtime !== mtime || open.size !== size) {
    close(file);
    open = { mtime, size, droplet: Droplet.open(file) };
    open.droplet.catch(() => opened.get(file) === open && opened.delete(file));
  }
  opened.delete(file);
  opened.set(file, open);
  clearTimeout(open.idle);
  open.idle = setTimeout(() => close(file), idleMs).unref();
  for (const oldest of opened.keys()) if (opened.size > most) close(oldest);
  return open;
}

/** The answer of some work on the droplet at `file`. Throws StagingFailure `BadInput`. */
export async function withDroplet<T>(file: string, work: (droplet: Droplet) => T | Promise<T>): Promise<T> {
  const open = await openDroplet(file);
  const result = open.droplet.then(work);
  open.busy = Promise.allSettled([open.busy, result]);
  return result;
}

/** Everything in a droplet. Throws StagingFailure `BadInput`. */
export async function listDroplet(file: string): Promise<DropletEntry[]> {
  return withDroplet(file, ({ entries }) => [...entries.values()]);
}

/** A file's content, through links. Throws StagingFailure `BadInput`. */
export async function openDropletFile(file: string, path: string): Promise<Readable> {
  return withDroplet(file, (droplet) => droplet.read(path));
}

function close(file: string): void {
  const open = opened.get(file);
  opened.delete(file);
  clearTimeout(open?.idle);
  if (open) void closeWhenIdle(open).catch(() => {});
}

async function closeWhenIdle({ droplet, busy }: Open): Promise<void> {
  await busy;
  await (await droplet).close();
}

/** Gives all temporary copies back. */
export function closeDroplets(): void {
  for (const file of opened.keys()) close(file);
}
