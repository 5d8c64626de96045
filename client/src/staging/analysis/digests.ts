// What files of a droplet contain, as digests: one pass over the archive, however many files are asked for.
import { createHash } from 'node:crypto';
import { unreadable } from '../droplet/droplet';
import type { Droplet } from '../droplet/droplet';
import type { IndexedEntry } from '../droplet/entry';

/** SHA-256 of contents by their place in the tar, which hard links share. Entries without a content have none. */
export type Digests = ReadonlyMap<number, string>;

/** What lies between two files is read and dropped when it is shorter than this: less work than another read. */
const nearby = 256 * 1024;

export async function digestsOf(
  droplet: Droplet,
  wanted: Iterable<IndexedEntry>,
  signal?: AbortSignal,
): Promise<Digests> {
  const places = new Map<number, IndexedEntry>();
  for (const entry of wanted) if (entry.size > 0 && !unreadable(entry)) places.set(entry.offset, entry);
  const entries = [...places.values()].sort((a, b) => a.offset - b.offset);
  const digests = new Map<number, string>();
  for (const range of ranges(entries, droplet.isSpooled ? nearby : Infinity)) {
    signal?.throwIfAborted();
    await digestRange(droplet, range, digests, signal);
  }
  return digests;
}

const endOf = ({ offset, size }: IndexedEntry) => offset + size;

/** Neighbours in the archive, to be read at once. */
function ranges(entries: IndexedEntry[], gap: number): IndexedEntry[][] {
  const found: IndexedEntry[][] = [];
  for (const entry of entries) {
    const last = found.at(-1);
    if (last && entry.offset - endOf(last.at(-1)!) <= gap) last.push(entry);
    else found.push([entry]);
  }
  return found;
}

async function digestRange(
  droplet: Droplet,
  entries: IndexedEntry[],
  digests: Map<number, string>,
  signal?: AbortSignal,
): Promise<void> {
  const start = entries[0]!.offset;
  let at = start;
  let next = 0;
  let hash = createHash('sha256');
  for await (const chunk of droplet.bytes(start, endOf(entries.at(-1)!) - start) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    for (let entry = entries[next]; entry && entry.offset < at + chunk.length; entry = entries[next]) {
      hash.update(chunk.subarray(Math.max(0, entry.offset - at), endOf(entry) - at));
      if (endOf(entry) > at + chunk.length) break;
      digests.set(entry.offset, hash.digest('base64'));
      hash = createHash('sha256');
      next++;
    }
    at += chunk.length;
  }
}
