// The tar inside a droplet as a stream, whatever file claims to be one.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { toRead } from '../../../../server/src/base/disk';
import { size as formatSize } from '../report/units';
import { BadArchive } from './tarIndex';
import type { Limits } from './tarIndex';

export interface Unpacked {
  stream: Readable;
  /** Packed bytes read so far. */
  read(): number;
}

const chunkSize = 256 * 1024;

const otherKinds: { start: Buffer; name: string }[] = [
  { start: Buffer.from('PK'), name: 'a zip archive' },
  { start: Buffer.from('BZh'), name: 'compressed with bzip2' },
  { start: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a]), name: 'compressed with xz' },
  { start: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), name: 'compressed with zstd' },
];

/** Opens `file`, a gzipped or plain tar. Throws BadArchive when its first bytes are of something else. */
export async function unpack(file: string, signal?: AbortSignal): Promise<Unpacked> {
  const start = await firstBytes(file);
  if (!start.length) throw new BadArchive('is empty');
  const other = otherKinds.find((kind) => start.subarray(0, kind.start.length).equals(kind.start));
  if (other) throw new BadArchive(`is ${other.name}`);
  const source = createReadStream(file, { highWaterMark: chunkSize, signal });
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  const through = isGzip ? createGunzip({ chunkSize }) : new PassThrough({ highWaterMark: chunkSize });
  const stream = pipeline(source, through, () => {}); // an error reaches whoever reads the stream
  return { stream, read: () => source.bytesRead };
}

/** What comes out, as long as it is no bomb. Throws BadArchive. */
export async function* bounded({ stream, read }: Unpacked, limits: Limits): AsyncGenerator<Buffer> {
  let unpacked = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    unpacked += chunk.length;
    if (unpacked > limits.size) throw new BadArchive(`unpacks to more than ${formatSize(limits.size)}`);
    if (unpacked > limits.ratioFrom && unpacked > read() * limits.ratio)
      throw new BadArchive(`unpacks to more than ${limits.ratio} times its size, which no app does`);
    yield chunk;
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, toRead);
  try {
    const stat = await handle.stat();
    if (!stat.isFile() && !stat.isDirectory()) throw new BadArchive('is a pipe or a device, not a file');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
