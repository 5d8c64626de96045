// Files of a droplet that hold the same.
import type { Digests } from './digests';
import type { IndexedEntry } from '../droplet/entry';
import { Largest } from './largest';

interface Duplicate {
  /** Bytes of one of them. */
  size: number;
  /** How many files have this content. */
  count: number;
  /** Bytes that all but one of them take. */
  wasted: number;
  /** The first of them, in the droplet's order. */
  paths: string[];
}

export interface Duplicates {
  /** Bytes that could be saved, and groups, in all. */
  wasted: number;
  groups: number;
  /** Those that waste most. */
  largest: Duplicate[];
}

const mostGroups = 200;
const mostPaths = 20;

/** Files whose size another one has: only they can be the same. A hard link is no second copy. */
export function sameSized(entries: Iterable<IndexedEntry>): IndexedEntry[] {
  const bySize = new Map<number, IndexedEntry[]>();
  for (const entry of entries) {
    if (entry.type !== 'file' || entry.size === 0 || entry.hardLink !== undefined) continue;
    const others = bySize.get(entry.size);
    if (others) others.push(entry);
    else bySize.set(entry.size, [entry]);
  }
  return [...bySize.values()].filter((one) => one.length > 1).flat();
}

export function duplicatesOf(candidates: Iterable<IndexedEntry>, digests: Digests): Duplicates {
  const groups = new Map<string, Duplicate>();
  for (const { offset, path, size } of candidates) {
    const digest = digests.get(offset);
    if (digest === undefined) continue;
    const group = groups.get(digest) ?? { size, count: 0, wasted: -size, paths: [] };
    groups.set(digest, group);
    group.count++;
    group.wasted += size;
    if (group.paths.length < mostPaths) group.paths.push(path);
  }
  const largest = new Largest<Duplicate>(mostGroups, ({ wasted }) => wasted);
  const found = { wasted: 0, groups: 0 };
  for (const group of groups.values()) {
    if (group.count < 2) continue;
    found.wasted += group.wasted;
    found.groups++;
    largest.add(group);
  }
  return { ...found, largest: largest.list() };
}
