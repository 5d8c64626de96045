// A droplet, ours or downloaded from a platform: indexed once, then any file of it in milliseconds. Nothing is unpacked.
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { BadLabel } from '../formats/label';
import { badInput } from '../report/failure';
import type { IndexedEntry } from './entry';
import { resolveLinks } from './resolveLinks';
import { Spool } from './spool';
import { BadArchive, TarIndex, defaultLimits } from './tarIndex';
import type { Limits } from './tarIndex';
import { bounded, unpack } from './unpacked';
import { unusable } from '../report/systemReason';

export interface OpenOptions {
  signal?: AbortSignal;
  limits?: Partial<Limits>;
  /** Most bytes of the temporary copy; 0 keeps none. */
  spool?: number;
}

export class Droplet {
  private streams = new Set<Promise<unknown>>();

  private constructor(
    readonly file: string,
    readonly entries: ReadonlyMap<string, IndexedEntry>,
    /** Bytes of the droplet and of the tar in it. */
    readonly size: { packed: number; unpacked: number },
    private readonly spool: Spool | undefined,
  ) {}

  /** Reads through `file` once. Throws StagingFailure `BadInput`, which says what is wrong with the file, or the signal's reason. */
  static async open(file: string, options: OpenOptions = {}): Promise<Droplet> {
    const spool = options.spool === 0 ? undefined : await Spool.create(undefined, options.spool);
    try {
      return await index(file, { ...defaultLimits, ...options.limits }, spool, options.signal).then(
        ({ entries, size, kept }) => new Droplet(file, entries, size, kept),
      );
    } catch (error) {
      await spool?.close();
      options.signal?.throwIfAborted();
      throw explained(file, error as Error);
    }
  }

  /** What a path leads to, through links as if the droplet were unpacked; undefined when that is nothing in the droplet. */
  find(path: string): IndexedEntry | undefined {
    const found = resolveLinks(this.entries, path);
    return found === undefined ? undefined : this.entries.get(found);
  }

  /** The content of a file. Throws StagingFailure `BadInput` for what has none. */
  async read(path: string): Promise<Readable> {
    const entry = this.find(path);
    const reason = entry ? unreadable(entry) : 'it does not exist';
    if (!entry || reason) throw badInput(`${path} in ${this.file} cannot be opened: ${reason}.`);
    return this.bytes(entry.offset, entry.size);
  }

  /** A piece of the unpacked tar, such as the contents of many files that follow each other. */
  bytes(offset: number, length: number): Readable {
    const stream = Readable.from(this.piece(offset, length), { objectMode: false });
    const over = finished(stream)
      .catch(() => {})
      .finally(() => this.streams.delete(over));
    this.streams.add(over);
    return stream;
  }

  /** Without a temporary copy each piece is searched for from the start of the archive. */
  get isSpooled(): boolean {
    return this.spool !== undefined;
  }

  /** A small file as text; undefined when there is none, or it is larger than a configuration file can be. */
  async text(path: string): Promise<string | undefined> {
    const entry = this.find(path);
    return !entry || unreadable(entry) || entry.size > 1024 * 1024 ? undefined : text(await this.read(path));
  }

  private piece(offset: number, length: number): AsyncIterable<Buffer> | Iterable<Buffer> {
    if (!length) return [];
    return this.spool ? this.spool.read(offset, length) : slice(this.file, offset, length);
  }

  /** Waits for what is being read, then gives the temporary copy back. */
  async close(): Promise<void> {
    await Promise.all(this.streams);
    await this.spool?.close();
  }
}

interface Indexed {
  entries: Map<string, IndexedEntry>;
  size: Droplet['size'];
  kept: Spool | undefined;
}

async function index(file: string, limits: Limits, spool: Spool | undefined, signal?: AbortSignal): Promise<Indexed> {
  const tar = new TarIndex(limits);
  const packed = await unpack(file, signal);
  let unpacked = 0;
  let kept = spool;
  for await (const chunk of bounded(packed, limits)) {
    unpacked += chunk.length;
    const isPadding = tar.isComplete;
    tar.push(chunk);
    if (kept && !isPadding && !(await kept.append(chunk).catch(() => false))) {
      await kept.close();
      kept = undefined;
    }
  }
  tar.end();
  await kept?.flush();
  return { entries: tar.entries, size: { packed: packed.read(), unpacked }, kept };
}

/** For droplets too large for a temporary copy: reads through the archive again, up to the file. */
async function* slice(file: string, offset: number, size: number): AsyncGenerator<Buffer> {
  const { stream } = await unpack(file);
  let at = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const part = chunk.subarray(Math.max(0, offset - at), Math.max(0, offset + size - at));
    if (part.length) yield part;
    at += chunk.length;
    if (at >= offset + size) return;
  }
}

/** Why an entry has no content that can be read; undefined when it has. */
export function unreadable(entry: IndexedEntry): string | undefined {
  if (entry.type !== 'file') return `it is a ${entry.type}`;
  if (entry.hardLink !== undefined && entry.offset < 0)
    return `it is a hard link to ${entry.hardLink}, which is not in the droplet`;
  return entry.sparse ? 'it is stored with holes (tar --sparse); unpack the droplet with tar to read it' : undefined;
}

const nextStep =
  'A droplet is a gzipped tar. Stage the app again, or download the droplet again (cf download-droplet APP).';

/** What is wrong with the file of a droplet, whose reading gave `error`. */
export function explained(file: string, error: Error): Error {
  const { code } = error as NodeJS.ErrnoException;
  const why =
    error instanceof BadArchive || error instanceof BadLabel
      ? error.message
      : code === 'Z_BUF_ERROR'
        ? 'is cut off: its compressed data ends too early'
        : code?.startsWith('Z_')
          ? `is damaged: its compressed data does not fit (${error.message})`
          : unusable(error);
  return badInput(`The droplet ${file} ${why}. ${nextStep}`);
}
