// What a droplet holds, read with the platform's eyes: names without `./`.
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Parser } from 'tar';

export interface DropletEntry {
  /** As the archive has it: `./app/`. */
  name: string;
  type: string;
  mode: number;
  uid: number;
  gid: number;
  mtime: Date;
  link: string;
  text: string;
}

/** Entries by path (`app/x`; folders without the slash at the end), in the order of the archive. */
export async function readDroplet(file: string): Promise<Map<string, DropletEntry>> {
  const entries = new Map<string, DropletEntry>();
  const parser = new Parser({
    onReadEntry(entry) {
      const chunks: Buffer[] = [];
      entry.on('data', (chunk: Buffer) => chunks.push(chunk));
      entry.on('end', () => {
        const path = entry.path.replace(/^\.\//, '').replace(/\/$/, '') || '.';
        entries.set(path, {
          name: entry.path,
          type: entry.type,
          mode: entry.mode ?? 0,
          uid: entry.uid ?? -1,
          gid: entry.gid ?? -1,
          mtime: entry.mtime ?? new Date(0),
          link: entry.linkpath ?? '',
          text: Buffer.concat(chunks).toString('utf8'),
        });
      });
    },
  });
  await pipeline(createReadStream(file), createGunzip(), parser as unknown as NodeJS.WritableStream);
  return entries;
}
