// Which files of an app a foundation has already: told by SHA-1 and size, a thousand at a time.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
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
  for await (const entry of entries) {
    signal.throwIfAborted();
    const path = entry.path.slice(entry.path.indexOf('/') + 1);
    if (!entry.path.includes('/')) continue; // the app's folder itself
    if (entry.type !== 'File') files.push({ path, entry, size: 0 });
    else {
      const { sha1, size } = await digestOf(entry);
      files.push({ path, entry, size, sha1 });
    }
  }
  return files;
}

async function digestOf(entry: TarEntry): Promise<{ sha1: string; size: number }> {
  const hash = createHash('sha1');
  let size = 0;
  for await (const chunk of await contentOf(entry)) {
    hash.update(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return { sha1: hash.digest('hex'), size };
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
