// Tar archives byte by byte, so that tests can make those that no archiver would.
import { gzipSync } from 'node:zlib';

export interface RawEntry {
  name: string;
  /** Letter of the header; a file by default. */
  type?: string;
  content?: string | Buffer;
  /** What the header says when it is not the length of the content. */
  size?: number | string;
  mode?: number;
  uid?: number;
  /** Seconds since 1970. */
  mtime?: number;
  linkname?: string;
  /** `ustar` (with the prefix for long names) or what GNU tar writes. */
  magic?: 'ustar' | 'gnu';
  prefix?: string;
}

const block = 512;
const padded = (data: Buffer) => Buffer.concat([data, Buffer.alloc((block - (data.length % block)) % block)]);
export const endOfArchive = Buffer.alloc(2 * block);

/** One entry with its content; `change` may spoil the header before its checksum is made. */
export function entry(raw: RawEntry, change?: (header: Buffer) => void): Buffer {
  const content = Buffer.from(raw.content ?? '');
  const header = Buffer.alloc(block);
  const octal = (value: number, at: number, length: number) =>
    header.write(value.toString(8).padStart(length - 1, '0') + '\0', at, 'latin1');
  header.write(raw.name, 0, 100);
  octal(raw.mode ?? 0o644, 100, 8);
  octal(raw.uid ?? 2000, 108, 8);
  octal(2000, 116, 8);
  if (typeof raw.size === 'string') header.write(raw.size, 124, 12, 'latin1');
  else octal(raw.size ?? content.length, 124, 12);
  octal(raw.mtime ?? 0, 136, 12);
  header.write(raw.type ?? '0', 156);
  header.write(raw.linkname ?? '', 157, 100);
  header.write(raw.magic === 'gnu' ? 'ustar  \0' : 'ustar\x0000', 257, 'latin1');
  if (raw.prefix) header.write(raw.prefix, 345, 155);
  change?.(header);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(sum.toString(8).padStart(6, '0') + '\0 ', 148, 'latin1');
  return Buffer.concat([header, padded(content)]);
}

export const directory = (name: string, more: Partial<RawEntry> = {}): Buffer =>
  entry({ name: `${name}/`, type: '5', mode: 0o755, ...more });
export const file = (name: string, content: string | Buffer = '', more: Partial<RawEntry> = {}): Buffer =>
  entry({ name, content, ...more });
export const link = (name: string, target: string): Buffer => entry({ name, type: '2', linkname: target, mode: 0o777 });
export const hardLink = (name: string, target: string): Buffer => entry({ name, type: '1', linkname: target });

/** GNU's way to give the next entry a name or a link target (`K`) of any length. */
export const longName = (name: string, type: 'L' | 'K' = 'L'): Buffer =>
  entry({ name: '././@LongLink', type, content: `${name}\0`, magic: 'gnu' });

/** A pax header for the next entry, or for all that follow. */
export function pax(records: Record<string, string>, type: 'x' | 'g' = 'x'): Buffer {
  const text = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest + 1;
    while (String(length).length + rest !== length) length = String(length).length + rest;
    return `${length} ${key}=${value}\n`;
  });
  return entry({ name: 'PaxHeader/x', type, content: text.join('') });
}

/** An archive of these entries, with its end. */
export const tarball = (...entries: Buffer[]): Buffer => gzipSync(Buffer.concat([...entries, endOfArchive]));
