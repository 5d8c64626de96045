// A second staging of the same app sends only what changed: a volume of the engine keeps the app as it was last sent, and a
// list on this machine says what that was. Everything is copied inside before any script runs, and then out of their reach.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { SandboxSpec } from '../engines/engine';
import { isDead, thisProcess } from '../files/owner';
import type { Owner } from '../files/owner';
import { folder, tarSize, tarStream } from '../files/tar';
import type { TarEntry, TarNotice } from '../files/tar';
import { signature } from '../files/sent';
import { writeBeside } from '../files/outputs';
import type { ScriptContext } from './runScript';
import { notUnpacked, unpackInside } from './unpack';

const mountPoint = '/var/cache/cf-staging-app';
/** The list is held in memory; apps beyond this are sent whole each time. */
const mostEntries = 200_000;
const worthwhile = { entries: 500, bytes: 8 * 1024 * 1024 };

export interface WarmUpload {
  volume: NonNullable<SandboxSpec['volumes']>[number];
  /** File on this machine with the list of what the volume holds. */
  list: string;
  /** The app's entries, named below `app/`. */
  entries: TarEntry[];
}

/** What its owner may not read could not be copied. (Folders always can: platforms give them a mode.) */
const isGuarded = ({ type, mode }: TarEntry): boolean => type === 'File' && (mode & 0o400) === 0;

/**
 * Undefined for apps too small to be worth a volume, too large for a list, or with files their owner may not read. `key` names the app: its path and how its files
 * are changed on the way; each machine has volumes of its own. `cache` is the folder for the list.
 */
export async function warmUpload(
  key: string,
  cache: string,
  source: AsyncIterable<TarEntry>,
): Promise<WarmUpload | undefined> {
  const entries: TarEntry[] = [];
  let bytes = 0;
  for await (const entry of source) {
    if (entries.push(entry) > mostEntries || isGuarded(entry)) return undefined;
    if (entry.content && 'size' in entry.content) bytes += entry.content.size;
  }
  if (entries.length < worthwhile.entries && bytes < worthwhile.bytes) return undefined;
  const name = createHash('sha256').update(`${thisProcess.host}\0${key}`).digest('hex').slice(0, 16);
  return {
    volume: { name: `cf-staging-app-${name}`, path: mountPoint },
    list: join(cache, `${name}.upload.json`),
    entries,
  };
}

interface Sent {
  /** Also written in the volume: the list belongs to this content and no other. */
  id: string;
  /** Path → what would change if the entry did. */
  entries: Record<string, string>;
}

/* Opens the volume to the user and prints the id of its content, which from here on is in doubt. */
const open = `cd "$1" && chmod 755 . && if [ -e id ]; then cat id; rm id; fi`;
/* Names what it holds now and closes it to everybody but root. */
const close = `cd "$1" && printf %s "$2" >id && chmod 700 .`;
const clear = `find "$1" -type d ! -perm -u+rwx -exec chmod u+rwx {} + ; find "$1" -mindepth 1 -delete`;
const remove = `cd "$1" && xargs -0 -r rm -rf --`;
/*
 * On all cores, for where there are many files it is their making that takes the time. Folders come first, so that no two
 * tars make the same one, and their modes and times last.
 */
const copy = `
set -eo pipefail
cd "$1"
export target=$2
find . -type d -print0 | (cd "$target" && xargs -0 mkdir -p --)
find . ! -type d -print0 | xargs -0 -r -n 500 -P "$(nproc)" bash -c '
  set -o pipefail
  tar -cf - --no-recursion -- "$@" | tar -xpf - -C "$target"
' bash
find . -type d -print0 | tar -cf - --null --no-recursion -T - | tar -xpf - -C "$target"`;

/**
 * Fills `target`, the app's folder inside. Answers how many files had to be sent, or undefined when another staging of this
 * machine uses the volume: then nothing was done.
 */
export async function uploadChanges(
  context: ScriptContext,
  { list, entries: all }: WarmUpload,
  target: string,
  notice: TarNotice,
): Promise<number | undefined> {
  const unlock = await lock(`${list}.lock`);
  if (!unlock) return undefined;
  try {
    const before = await readSent(list, await asRoot(context, open));
    const now = Object.fromEntries(all.map((entry) => [entry.path, signature(entry)]));
    const changed = all.filter((entry) => now[entry.path] !== before[entry.path]);
    if (before.app === undefined) {
      const { uid, gid } = all[0]!;
      await context.sandbox.put(tarStream([folder(`${mountPoint}/app`, { uid, gid })]), context.signal);
      await asUser(context, clear, [`${mountPoint}/app`]);
    }
    const gone = Object.keys(before).filter((path) => kind(now[path]) !== kind(before[path]));
    if (gone.length) await asUser(context, remove, [mountPoint], gone.join('\0'));
    if (changed.length) {
      const meter = context.journal.meter('upload', 'what changed', tarSize(changed));
      await unpackInside(context, tarStream(changed, notice), mountPoint, meter);
    }
    await asUser(context, copy, [`${mountPoint}/app`, target]);
    const id = randomUUID();
    await writeBeside(list, (partial) => writeFile(partial, JSON.stringify({ id, entries: now } satisfies Sent)));
    await asRoot(context, close, id);
    return changed.filter(({ type }) => type !== 'Directory').length;
  } finally {
    await unlock();
  }
}

/** Undefined when a living process holds the lock. */
async function lock(file: string): Promise<(() => Promise<void>) | undefined> {
  await mkdir(dirname(file), { recursive: true });
  for (let tries = 0; tries < 2; tries++)
    try {
      await writeFile(file, JSON.stringify(thisProcess), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = await readFile(file, 'utf8').then(
        (text) => JSON.parse(text) as Owner,
        () => undefined,
      );
      if (owner && !isDead(owner)) return undefined;
      await rm(file, { force: true });
    }
  return undefined;
}

const kind = (text: string | undefined) => text?.slice(0, text.indexOf(' '));

async function readSent(list: string, id: string): Promise<Record<string, string>> {
  try {
    const sent = JSON.parse(await readFile(list, 'utf8')) as Sent;
    return id && sent.id === id ? sent.entries : {};
  } catch {
    return {};
  }
}

/** Answers what the script prints. */
async function asRoot(context: ScriptContext, script: string, ...args: string[]): Promise<string> {
  return await runShell(context, '0:0', script, [mountPoint, ...args]);
}

async function asUser(context: ScriptContext, script: string, args: string[], input?: string): Promise<void> {
  await runShell(context, context.user, script, args, input);
}

async function runShell(
  context: ScriptContext,
  user: string,
  script: string,
  args: string[],
  input = '',
): Promise<string> {
  let output = '';
  const { code } = await context.sandbox.exec(
    {
      argv: ['/bin/bash', '-c', script, 'bash', ...args],
      user,
      cwd: '/',
      env: {},
      stdin: Readable.from([input]),
      onStdout: (chunk) => (output += chunk.toString()),
    },
    context.signal,
  );
  if (code !== 0) throw notUnpacked(output.trim().split('\n', 1)[0] || `exit status ${code}`);
  return output.trim();
}
