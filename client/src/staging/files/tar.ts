// Writes tar streams: entries with owners and modes of our choice (the package's own Pack takes them from the disk).
import { toRead } from '../../../../server/src/base/disk';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Header, Pax } from 'tar';
import { Unreadable } from '../report/failure';

export interface TarEntry {
  /** Relative path with `/`, no trailing slash. */
  path: string;
  type: 'File' | 'Directory' | 'SymbolicLink' | 'Link';
  /** Permission bits. */
  mode: number;
  uid: number;
  gid: number;
  mtime: Date;
  /** Target of a symbolic link, verbatim; of a hard link (`Link`), the path of an earlier entry. */
  linkpath?: string;
  /** Content of a file. */
  content?: Buffer | FileOnDisk | StreamedContent;
}

/** Read when its turn comes; a file that meanwhile changed, vanished or became unreadable is reported, see `tarStream`. */
interface FileOnDisk {
  file: string;
  size: number;
  /** Milliseconds since 1970 when the file or its attributes last changed; a program cannot set it back. */
  changed?: number;
}

/** Opened before the next entry is asked for. */
interface StreamedContent {
  size: number;
  open(): Promise<Readable>;
}

/** Called for a file that could not be written as found; `why` is a sentence's end: "changed while it was read". */
export type TarNotice = (path: string, why: string) => void;

const block = 512;
const chunkSize = 256 * 1024;
/** Files up to this size are read ahead, several at a time: on small files the time goes into opening them. */
const smallFile = 128 * 1024;
const readAhead = 32;

/** The entries as one tar stream, in their order, closed by the end-of-archive marker. Bounded memory whatever their size. */
export function tarStream(
  entries: AsyncIterable<TarEntry> | Iterable<TarEntry>,
  notice: TarNotice = () => {},
): Readable {
  return Readable.from(gather(tarBlocks(entries, notice)), { objectMode: false, highWaterMark: chunkSize });
}

interface Loaded {
  entry: TarEntry;
  content: Buffer | FileHandle | StreamedContent | undefined;
}

async function* tarBlocks(
  entries: AsyncIterable<TarEntry> | Iterable<TarEntry>,
  notice: TarNotice,
): AsyncGenerator<Buffer> {
  const ahead: Promise<Loaded | undefined>[] = [];
  const blocksOfNext = async function* () {
    const loaded = await ahead.shift();
    if (loaded) yield* entryBlocks(loaded, notice);
  };
  try {
    for await (const entry of entries) {
      const loading = load(entry, notice);
      loading.catch(() => {}); // an error is thrown when its turn comes
      ahead.push(loading);
      const most = entry.content && 'open' in entry.content ? 0 : readAhead;
      while (ahead.length > most) yield* blocksOfNext();
    }
    while (ahead.length) yield* blocksOfNext();
    yield Buffer.alloc(2 * block);
  } finally {
    for (const rest of ahead) void rest.then((loaded) => closeHandle(loaded?.content)).catch(() => {});
  }
}

async function closeHandle(content: Loaded['content']): Promise<void> {
  if (content && 'fd' in content) await content.close();
}

async function load(entry: TarEntry, notice: TarNotice): Promise<Loaded | undefined> {
  const { content } = entry;
  if (!content || !('file' in content)) return { entry, content };
  let handle: FileHandle;
  try {
    // It may have become a pipe since it was listed.
    handle = await open(content.file, toRead);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new Unreadable(content.file, error);
    notice(entry.path, 'vanished while the files were read');
    return undefined;
  }
  if (content.size > smallFile) return { entry, content: handle };
  try {
    // One byte more than expected shows whether the file has grown.
    const buffer = Buffer.allocUnsafe(content.size + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    if (bytesRead !== content.size) notice(entry.path, 'changed while it was read');
    return { entry, content: buffer.subarray(0, Math.min(bytesRead, content.size)) };
  } catch (error) {
    throw new Unreadable(content.file, error);
  } finally {
    await handle.close();
  }
}

async function* entryBlocks({ entry, content }: Loaded, notice: TarNotice): AsyncGenerator<Buffer> {
  const size = !content
    ? 0
    : Buffer.isBuffer(content)
      ? content.length
      : entry.content && 'size' in entry.content
        ? entry.content.size
        : 0;
  yield header(entry, size);
  if (!content || size === 0) {
    await closeHandle(content);
    return;
  }
  if (Buffer.isBuffer(content)) yield content;
  else
    yield* exactly(size, 'fd' in content ? readHandle(content) : await content.open(), () =>
      notice(entry.path, 'changed while it was read'),
    );
  const padding = (block - (size % block)) % block;
  if (padding) yield zeros.subarray(0, padding);
}

const zeros = Buffer.alloc(chunkSize);

/** Bytes of `tarStream` of these entries. */
export function tarSize(entries: Iterable<TarEntry>): number {
  let total = 2 * block;
  for (const entry of entries) {
    const size = contentSize(entry);
    total += header(entry, size).length + Math.ceil(size / block) * block;
  }
  return total;
}

const contentSize = ({ content }: TarEntry): number =>
  content === undefined ? 0 : Buffer.isBuffer(content) ? content.length : content.size;

async function* readHandle(handle: FileHandle): AsyncGenerator<Buffer> {
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** `size` bytes of `source`: the header already promised them, so a file that shrank is filled up and one that grew is cut. */
async function* exactly(size: number, source: AsyncIterable<Buffer>, changed: () => void): AsyncGenerator<Buffer> {
  let left = size;
  for await (const chunk of source) {
    if (chunk.length > left) changed();
    const part = chunk.subarray(0, left);
    left -= part.length;
    if (part.length) yield part;
    if (chunk.length > part.length) return;
  }
  if (left > 0) changed();
  for (; left > 0; left -= Math.min(left, zeros.length)) yield zeros.subarray(0, Math.min(left, zeros.length));
}

function header(entry: TarEntry, size: number): Buffer {
  const { type, mode, uid, gid, mtime, linkpath } = entry;
  const path = type === 'Directory' ? `${entry.path}/` : entry.path;
  const encoded = new Header({ path, type, mode: mode & 0o7777, uid, gid, size, mtime, linkpath });
  encoded.encode();
  if (!encoded.needPax) return encoded.block!;
  // Long or non-ASCII names, 8 GiB and more: the extended header carries them in full.
  return Buffer.concat([new Pax({ path, linkpath, size, mtime }).encode(), encoded.block!]);
}

/** Joins small pieces into large chunks: fewer writes to the engine's socket. */
async function* gather(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    const isLarge = piece.length > smallFile;
    if (length && (isLarge || length + piece.length > chunkSize)) {
      yield Buffer.concat(parts, length);
      parts = [];
      length = 0;
    }
    if (isLarge) yield piece;
    else {
      parts.push(piece);
      length += piece.length;
    }
  }
  if (length) yield Buffer.concat(parts, length);
}

/** A small text of our own as an entry: a passwd line, a script, a certificate. Its time is fixed, for equal droplets. */
export function looseFile(
  path: string,
  text: string | Buffer,
  owner: Pick<TarEntry, 'mode' | 'uid' | 'gid'>,
): TarEntry {
  return { path, type: 'File', ...owner, mtime: new Date(0), content: Buffer.from(text) };
}
/** Fixed, so that nothing made by us is younger than the app. */
const longAgo = new Date(Date.UTC(1980, 0, 1));

/** `path` absolute; an entry for a folder that all its parents have (never for /tmp or /home themselves). */
export function folder(path: string, owner: { uid: number; gid: number }, mode = 0o755): TarEntry {
  return { path: path.slice(1), type: 'Directory', mode, uid: owner.uid, gid: owner.gid, mtime: longAgo };
}
export function textFile(
  path: string,
  text: string | Buffer,
  owner: { uid: number; gid: number },
  mode = 0o644,
): TarEntry {
  return { ...folder(path, owner, mode), type: 'File', content: Buffer.from(text) };
}
