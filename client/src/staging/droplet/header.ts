// Decodes the headers of tar: ustar, GNU and pax. Names and times only; what they mean is decided in tarIndex.ts.
// The `tar` package decodes them too, but takes several times as long, and listing 50,000 entries is a matter of headers.

export const blockSize = 512;

export interface TarHeader {
  name: string;
  /** The type's letter as in the header, e.g. `0`, `5`, `L`. */
  type: string;
  /** Permission bits with setuid, setgid and sticky. */
  mode: number;
  uid: number;
  gid: number;
  /** Bytes that follow; NaN when the field is none. */
  size: number;
  /** Milliseconds since 1970. */
  mtime: number;
  linkname: string;
}

/** The header at `at`; undefined when its checksum is wrong. */
export function decodeHeader(data: Buffer, at: number): TarHeader | undefined {
  if (!hasChecksum(data, at)) return undefined;
  const isUstar = data[at + 257] === 0x75 && data[at + 262] === 0; // "ustar\0"; GNU's "ustar  " has other fields there
  const prefix = isUstar && data[at + 345] ? `${text(data, at + 345, 155)}/` : '';
  return {
    name: prefix + text(data, at, 100),
    type: String.fromCharCode(data[at + 156]! || 0x30),
    mode: number(data, at + 100, 8) & 0o7777,
    uid: number(data, at + 108, 8),
    gid: number(data, at + 116, 8),
    size: number(data, at + 124, 12),
    mtime: (number(data, at + 136, 12) || 0) * 1000,
    linkname: data[at + 157] ? text(data, at + 157, 100) : '',
  };
}

export function isZeroBlock(data: Buffer, at: number): boolean {
  for (let i = at; i < at + blockSize; i++) if (data[i]) return false;
  return true;
}

/** Size of the whole file for GNU's sparse format, of which only the parts that are not holes follow. */
export const sparseSize = (data: Buffer, at: number): number => number(data, at + 483, 12);

/** Whether another block of the sparse map follows a header of type `S` or such a block. */
export const isSparseContinued = (data: Buffer, at: number, isHeader: boolean): boolean =>
  data[at + (isHeader ? 482 : 504)] === 1;

/** The sum of all bytes, those of the checksum itself taken for blanks. Old archivers summed signed bytes. */
function hasChecksum(data: Buffer, at: number): boolean {
  const wanted = number(data, at + 148, 8) - 8 * 0x20;
  let sum = 0;
  for (let i = at; i < at + 148; i++) sum += data[i]!;
  for (let i = at + 156; i < at + blockSize; i++) sum += data[i]!;
  return sum === wanted || sum - 256 * largeBytes(data, at) === wanted;
}

function largeBytes(data: Buffer, at: number): number {
  let count = 0;
  for (let i = at; i < at + blockSize; i++) if (data[i]! > 127 && (i < at + 148 || i >= at + 156)) count++;
  return count;
}

/** Octal digits, or GNU's base 256 for what is too large for them. */
function number(data: Buffer, at: number, length: number): number {
  const first = data[at]!;
  if (first === 0xff) return Number(data.readBigInt64BE(at + length - 8));
  if (first === 0x80) return Number(data.readBigUInt64BE(at + length - 8));
  let i = at;
  const end = at + length;
  while (i < end && data[i] === 0x20) i++;
  let value = 0;
  for (; i < end; i++) {
    const digit = data[i]! - 0x30;
    if (digit < 0 || digit > 7) return data[i] === 0 || data[i] === 0x20 ? value : NaN;
    value = value * 8 + digit;
  }
  return value;
}

/** Up to the first NUL. Names that are no UTF-8 are taken for Latin-1, so that different names stay different. */
export function text(data: Buffer, at: number, length: number): string {
  let end = at;
  while (end < at + length && data[end]) end++;
  const decoded = data.toString('utf8', at, end);
  return decoded.includes('\ufffd') ? data.toString('latin1', at, end) : decoded;
}

/**
 * The records of a pax header, each "LENGTH KEY=VALUE\n" with a length in bytes that includes itself; undefined when they
 * are malformed. Example: `27 path=a name with blanks\n`.
 */
export function paxRecords(data: Buffer): Map<string, string> | undefined {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length;) {
    const blank = data.indexOf(0x20, at);
    const length = blank < 0 ? NaN : Number(data.toString('latin1', at, blank));
    const equals = data.indexOf(0x3d, blank);
    const end = at + length;
    if (!(Number.isInteger(length) && end <= data.length && equals > blank && equals < end && data[end - 1] === 0x0a))
      return undefined;
    records.set(data.toString('utf8', blank + 1, equals), text(data, equals + 1, end - 1 - (equals + 1)));
    at = end;
  }
  return records;
}
