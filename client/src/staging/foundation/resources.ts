// Which files of an app a foundation has already: told by SHA-1 and size, a thousand at a time.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { TarEntry } from '../files/tar';
import { Unreadable } from '../report/failure';
import type { Api } from './api';

/** A file, folder or link of the app. */
export interface AppFile {
  /** Relative to the app, with `/`. */
  path: string;
  entry: TarEntry;
  /** Of a file. */
  size: number;
  sha1?: string;
}

/** As `resource_matches` and the upload take it. */
export interface Resource {
  path: string;
  size_in_bytes: number;
  checksum: { value: string };
  /** Octal. */
  mode: string;
}

/** Of an app's entries, which are below one folder: that with their digests. */
export async function digested(entries: AsyncIterable<TarEntry>, signal: AbortSignal): Promise<AppFile[]> {
  const files: AppFile[] = [];
  let some: TarEntry[] = [];
  const take = async () => {
    files.push(...(await Promise.all(some.map(appFile))));
    some = [];
  };
  for await (const entry of entries) {
    signal.throwIfAborted();
    if (!entry.path.includes('/')) continue; // the app's folder itself
    some.push(entry);
    if (some.length === sideBySide) await take();
  }
  await take();
  return files;
}

/** Files that are read at once: one alone mostly waits. */
const sideBySide = 16;

async function appFile(entry: TarEntry): Promise<AppFile> {
  const path = entry.path.slice(entry.path.indexOf('/') + 1);
  return { path, entry, ...(entry.type === 'File' ? await digestOf(entry) : { size: 0 }) };
}

async function digestOf(entry: TarEntry): Promise<{ sha1: string; size: number }> {
  const { content } = entry;
  const isFile = content !== undefined && !Buffer.isBuffer(content) && 'file' in content;
  const chunks = isFile ? chunksOf(content.file) : ((await contentOf(entry)) as AsyncIterable<Buffer>);
  const hash = createHash('sha1');
  let size = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha1: hash.digest('hex'), size };
}

const chunkSize = 64 * 1024;

/** Without a stream, which for a small file costs more than the file. Each chunk is good until the next one is asked for. */
async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const buffer = Buffer.allocUnsafe(chunkSize);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkSize);
      if (!bytesRead) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw new Unreadable(file, error);
  } finally {
    await handle?.close();
  }
}

/** What stands in a file of the app now. */
export async function contentOf({ content }: TarEntry): Promise<Readable> {
  if (content === undefined || Buffer.isBuffer(content)) return Readable.from(content ? [content] : []);
  if ('open' in content) return await content.open();
  const { file } = content;
  const read = async function* () {
    try {
      yield* createReadStream(file) as AsyncIterable<Buffer>;
    } catch (error) {
      throw new Unreadable(file, error);
    }
  };
  return Readable.from(read(), { objectMode: false });
}

/** Of one question; more make it slow, and the platform takes at most 5,000. */
const atOnce = 1000;

/** Those that the foundation has. It refuses to be asked about files that their owner may not read and write. */
export async function matched(api: Api, files: readonly AppFile[], signal: AbortSignal): Promise<Set<AppFile>> {
  const candidates = files.filter(({ size, sha1, entry }) => sha1 && size > 0 && (entry.mode & 0o600) === 0o600);
  const known = new Set<string>();
  for (let start = 0; start < candidates.length; start += atOnce) {
    const resources = candidates.slice(start, start + atOnce).map(resourceOf);
    const { body } = await api.request<{ resources: Resource[] }>('POST', '/v3/resource_matches', {
      what: 'ask which files are known',
      json: { resources },
      signal,
    });
    for (const { checksum, size_in_bytes: size } of body.resources) known.add(`${checksum.value} ${size}`);
  }
  return new Set(candidates.filter(({ sha1, size }) => known.has(`${sha1} ${size}`)));
}

export const resourceOf = ({ path, size, sha1, entry }: AppFile): Resource => ({
  path,
  size_in_bytes: size,
  checksum: { value: sha1! },
  mode: (entry.mode & 0o777).toString(8),
});
