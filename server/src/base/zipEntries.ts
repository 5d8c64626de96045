// Zip archives, recognised by content: apps (.jar, .war, .zip) and buildpacks. Loaded on first use, for it brings a library.
import { close, createReadStream, fstat, open, read } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import type { Readable } from 'node:stream';
import { toRead } from './disk';

export interface ZipItem {
  /** Relative, cleaned: `..` and a leading `/` cannot leave the root. */
  path: string;
  type: 'File' | 'Directory' | 'SymbolicLink';
  /** Permission bits; archives made on Windows know none, so their files are 0644: not executable. */
  mode: number;
  mtime: Date;
  size: number;
  open(): Promise<Readable>;
}

export interface Zip {
  /** In the order of the archive's directory. A path may occur twice; the later one counts. */
  items: ZipItem[];
  close(): void;
}

/** More than this is taken for a bomb; so are, beyond `ratioFrom` bytes, archives that unpack to more than `ratio` times their size. */
const limits = { entries: 500_000, bytes: 16 * 2 ** 30, ratio: 250, ratioFrom: 2 ** 30 };

/** Opens `file`; undefined when it is no zip archive. Throws when it is a broken one. */
export async function openZip(file: string): Promise<Zip | undefined> {
  const fd = await promisify(open)(file, toRead);
  let opened: yauzl.ZipFile | undefined;
  try {
    const { size } = await promisify(fstat)(fd);
    const start = await startOfZip(fd, size);
    if (start === undefined) return undefined;
    opened = await yauzl.fromRandomAccessReaderPromise(new FileFrom(fd, start), size - start, {
      autoClose: false,
      decodeStrings: false,
    });
    const zip = opened;
    return { items: await itemsOf(zip, size), close: () => zip.close() };
  } catch (error) {
    opened?.close();
    throw error;
  } finally {
    if (!opened) await promisify(close)(fd);
  }
}

async function itemsOf(zip: yauzl.ZipFile, size: number): Promise<ZipItem[]> {
  const items: ZipItem[] = [];
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    bytes += entry.uncompressedSize;
    if (items.length >= limits.entries || bytes > limits.bytes)
      throw new Error(`it unpacks to more than ${limits.entries} files or ${limits.bytes / 2 ** 30} GB`);
    if (bytes > limits.ratioFrom && bytes > size * limits.ratio)
      throw new Error(`it unpacks to more than ${limits.ratio} times its size, as no app or buildpack does`);
    if (entry.isEncrypted()) throw new Error('it is encrypted');
    const item = itemOf(zip, entry);
    if (item.path) items.push(item);
  }
  return items;
}

const unixMakers = new Set([3, 19]);
const kindMask = 0o170000;
const kinds = { folder: 0o040000, link: 0o120000 };

function itemOf(zip: yauzl.ZipFile, entry: yauzl.Entry): ZipItem {
  const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  const attributes = unixMakers.has(entry.versionMadeBy >> 8) ? entry.externalFileAttributes >>> 16 : 0;
  const isFolder = name.endsWith('/') || (attributes & kindMask) === kinds.folder;
  const type = isFolder ? 'Directory' : (attributes & kindMask) === kinds.link ? 'SymbolicLink' : 'File';
  return {
    path: cleanPath(name),
    type,
    mode: attributes & 0o777 || (isFolder ? 0o755 : 0o644),
    // The archive's times have no zone; read as UTC they are the same on every machine.
    mtime: entry.getLastModDate({ timezone: 'UTC' }),
    size: entry.uncompressedSize,
    open: () => zip.openReadStreamPromise(entry),
  };
}

/** `/a/../../b//c/` → `b/c`: joined below a root it stays there. */
function cleanPath(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.' && !part.includes('\0')) parts.push(part);
  }
  return parts.join('/');
}

export async function linkTarget(item: ZipItem): Promise<string> {
  if (item.size > 4096) throw new Error(`the link ${item.path} is too long`);
  return await text(await item.open());
}

const endRecord = { signature: Buffer.from('PK\x05\x06'), length: 22, longestComment: 0xffff };

/**
 * Where the archive begins: executable jars have a shell script in front, and offsets that may not count it. Undefined when
 * there is no end record, which is what makes a file a zip archive.
 */
async function startOfZip(fd: number, size: number): Promise<number | undefined> {
  const length = Math.min(size, endRecord.length + endRecord.longestComment);
  const { buffer: tail } = await promisify(read)(fd, Buffer.alloc(length), 0, length, size - length);
  const at = tail.lastIndexOf(endRecord.signature, length - endRecord.length);
  if (at < 0 || length < endRecord.length) return undefined;
  const [directorySize, directoryOffset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (directoryOffset === 0xffffffff) return 0; // zip64: its own records say where
  return Math.max(0, size - length + at - directorySize - directoryOffset);
}

/** A file without its first `start` bytes, for the library. */
class FileFrom extends yauzl.RandomAccessReader {
  constructor(
    private readonly fd: number,
    private readonly start: number,
  ) {
    super();
  }

  override _readStreamForRange(start: number, end: number): ReadStream {
    return createReadStream('', {
      fd: this.fd,
      // A destroyed stream closes its file whatever autoClose says; the file is shared and closed below.
      fs: { read, close: (_fd: number, done: (error: Error | null) => void) => done(null) },
      start: this.start + start,
      end: this.start + end - 1,
    });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    read(this.fd, buffer, offset, length, this.start + position, (error, bytes) =>
      done(error ?? (bytes < length ? new Error('it ends too early') : null)),
    );
  }

  override close(done: (error: Error | null) => void): void {
    close(this.fd, done);
  }
}
