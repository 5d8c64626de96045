// Reads through a tar stream once and notes what is where. Contents pass by unread, so memory grows with the entries only.
import type { EntryType, IndexedEntry } from './entry';
import { blockSize, decodeHeader, isSparseContinued, isZeroBlock, paxRecords, sparseSize, text } from './header';
import type { TarHeader } from './header';

/** Against archives made to exhaust whoever reads them. A droplet's quota on the platforms is a few gigabytes. */
export interface Limits {
  entries: number;
  /** Bytes of all names together. */
  names: number;
  /** Bytes of the unpacked tar. */
  size: number;
  /** Unpacked against packed, beyond the first `ratioFrom` bytes: a single file of zeros may well shrink a lot. */
  ratio: number;
  ratioFrom: number;
}

const gigabyte = 1024 ** 3;
export const defaultLimits: Limits = {
  entries: 500_000,
  names: gigabyte / 16,
  size: 16 * gigabyte,
  ratio: 250,
  ratioFrom: gigabyte,
};

/** What is wrong with an archive: the second half of a sentence that starts with its name. */
export class BadArchive extends Error {}

const types: Record<string, EntryType> = {
  '0': 'file',
  '1': 'file',
  '2': 'link',
  '3': 'character device',
  '4': 'block device',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
  S: 'file',
};
/** No content follows these, whatever their size says. */
const withoutContent = '123456';
/** A name or link of any real file system fits; so do the attributes that archivers put beside them. */
const mostExtension = 1024 * 1024;

type Wanted = 'header' | 'sparse map' | 'extension' | 'content' | 'nothing';

export class TarIndex {
  readonly entries = new Map<string, IndexedEntry>();
  private wanted: Wanted = 'header';
  /** Start of a header or extension that the last chunk cut off. */
  private begun: Buffer | undefined;
  /** Bytes of content, with padding, that still pass by. */
  private left = 0;
  /** Bytes before the current chunk, or before `#begun`. */
  private before = 0;
  private extension: TarHeader | undefined;
  private pax = new Map<string, string>();
  private globalPax = new Map<string, string>();
  private names = 0;
  private seen = 0;
  private last: IndexedEntry | undefined;

  constructor(private readonly limits: Limits) {}

  /** The end of archive was seen; what follows is padding. */
  get isComplete(): boolean {
    return this.wanted === 'nothing';
  }

  /** Throws BadArchive. */
  push(chunk: Buffer): void {
    let data = chunk;
    if (this.begun) {
      data = Buffer.concat([this.begun, chunk]);
      this.begun = undefined;
    }
    let at = 0;
    while (at < data.length) {
      if (this.wanted === 'nothing') return;
      if (this.wanted === 'content') {
        const step = Math.min(this.left, data.length - at);
        this.left -= step;
        at += step;
        if (this.left === 0) this.wanted = 'header';
        continue;
      }
      const length = this.wanted === 'extension' ? padded(this.extension!.size) : blockSize;
      if (data.length - at < length) {
        this.begun = data.subarray(at);
        break;
      }
      this.take(data, at, length);
      at += length;
    }
    this.before += at;
  }

  /** The stream is over. Throws BadArchive when that is too early. */
  end(): void {
    if (this.wanted === 'nothing') return;
    const isBetween = this.wanted === 'header' || (this.wanted === 'content' && this.left === 0);
    if (!isBetween || this.begun || this.pax.size)
      throw new BadArchive(this.seen ? `is cut off, ${this.where()}` : 'is no tar archive');
    if (!this.seen) throw new BadArchive('is empty');
  }

  private take(data: Buffer, at: number, length: number): void {
    const position = this.before + at;
    if (this.wanted === 'extension') {
      const { size } = this.extension!;
      this.wanted = 'header';
      this.extend(this.extension!.type, data.subarray(at, at + size));
    } else if (this.wanted === 'sparse map') {
      if (!isSparseContinued(data, at, false)) this.wanted = 'content';
      this.last!.offset = position + length;
    } else if (isZeroBlock(data, at)) this.wanted = 'nothing';
    else this.header(data, at, position + length);
  }

  private header(data: Buffer, at: number, offset: number): void {
    const header = decodeHeader(data, at);
    if (!header) throw new BadArchive(this.seen ? `is damaged, ${this.where()}` : 'is no tar archive');
    if ('xgXLK'.includes(header.type)) {
      if (!(header.size <= mostExtension)) throw new BadArchive(`has a name of ${header.size} bytes, ${this.where()}`);
      this.extension = header;
      this.wanted = 'extension';
      return;
    }
    const pax = this.globalPax.size ? new Map([...this.globalPax, ...this.pax]) : this.pax;
    if (this.pax.size) this.pax = new Map();
    const size = withoutContent.includes(header.type) ? 0 : Number(pax.get('size') ?? header.size);
    if (!(Number.isSafeInteger(size) && size >= 0)) throw new BadArchive(`is damaged, ${this.where()}`);
    this.left = padded(size);
    this.wanted = 'content';
    if ('VMND'.includes(header.type)) return; // labels and bookkeeping of backups
    const entry = entryOf(header, pax, size, offset);
    if (header.type === 'S') {
      entry.size = sparseSize(data, at);
      entry.sparse = true;
      if (isSparseContinued(data, at, true)) this.wanted = 'sparse map';
    }
    this.add(entry);
  }

  private add(entry: IndexedEntry): void {
    this.seen++;
    this.last = entry;
    this.names += entry.path.length + (entry.target?.length ?? 0);
    if (this.seen > this.limits.entries) throw new BadArchive(`has more than ${this.limits.entries} entries`);
    if (this.names > this.limits.names) throw new BadArchive('has names of an absurd length');
    if (entry.hardLink !== undefined) {
      const { size = 0, offset = -1, mode = entry.mode, sparse } = this.entries.get(entry.hardLink) ?? {};
      Object.assign(entry, { size, offset, mode, sparse });
    }
    // Unpacked, the last of several entries with one name wins.
    this.entries.set(entry.path, entry);
  }

  private extend(type: string, data: Buffer): void {
    if (type === 'L') this.pax.set('path', text(data, 0, data.length));
    else if (type === 'K') this.pax.set('linkpath', text(data, 0, data.length));
    else {
      const records = paxRecords(data);
      if (!records) throw new BadArchive(`is damaged, ${this.where()}`);
      const into = type === 'g' ? this.globalPax : this.pax;
      for (const [key, value] of records) if (type !== 'g' || !ofOneEntry.has(key)) into.set(key, value);
    }
  }

  private where(): string {
    return this.last ? `after entry ${this.seen}, ${JSON.stringify(this.last.path)}` : 'in its first entry';
  }
}

/** In a header for the whole archive these would make all entries one. */
const ofOneEntry = new Set(['path', 'linkpath', 'size', 'GNU.sparse.name', 'GNU.sparse.realsize', 'GNU.sparse.major']);

function entryOf(header: TarHeader, pax: Map<string, string>, size: number, offset: number): IndexedEntry {
  const written = pax.get('GNU.sparse.name') ?? pax.get('path') ?? header.name;
  const linkname = pax.get('linkpath') ?? header.linkname;
  const plain = types[header.type] ?? 'other';
  // Archivers before POSIX marked folders by the slash only.
  const type = plain === 'file' && header.type !== '1' && written.endsWith('/') ? 'directory' : plain;
  const { path, outside } = normalized(written);
  const entry: IndexedEntry = {
    path,
    type,
    size: type === 'file' ? Number(pax.get('GNU.sparse.realsize') ?? size) : 0,
    mode: header.mode,
    mtime: pax.has('mtime') ? Math.floor(Number(pax.get('mtime')) * 1000) || 0 : header.mtime,
    offset,
    uid: Number(pax.get('uid') ?? header.uid),
    gid: Number(pax.get('gid') ?? header.gid),
  };
  if (outside) entry.outside = true;
  if (type === 'link') entry.target = linkname;
  if (header.type === '1') entry.hardLink = normalized(linkname).path;
  if (pax.has('GNU.sparse.major') || pax.has('GNU.sparse.map')) entry.sparse = true;
  return entry;
}

/** `./app//x/` → `app/x`; what is absolute or climbs stays as written. */
function normalized(written: string): { path: string; outside: boolean } {
  if (written.startsWith('/') || (written.includes('..') && written.split('/').includes('..')))
    return { path: written, outside: true };
  let path = written.startsWith('./') ? written.slice(2) : written;
  if (path.endsWith('/')) path = path.slice(0, -1);
  if (path === '' || path.startsWith('./') || path.startsWith('/') || path.endsWith('/') || /\/\.?(?:\/|$)/.test(path))
    path = path
      .split('/')
      .filter((step) => step && step !== '.')
      .join('/');
  return { path: path || '.', outside: false };
}

const padded = (size: number): number => Math.ceil(size / blockSize) * blockSize;
