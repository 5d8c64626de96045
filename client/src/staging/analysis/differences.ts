// What differs between the entries of two droplets, and what each difference costs.
import type { DropletEntry } from '../droplet/entry';
import { spaceOf } from './sizeTree';

export interface Difference {
  /** With a slash behind when it stands for a folder that is only in one of them, and all in it. */
  path: string;
  kind: 'added' | 'removed' | 'changed';
  /** Bytes before and after; undefined where it is not. */
  before?: number;
  after?: number;
  /** How many entries of the droplets it stands for. */
  entries: number;
  /** What changed of a path that is in both. */
  what?: Change[];
}

type Change = 'type' | 'content' | 'mode' | 'target';

type Entries<E extends DropletEntry> = ReadonlyMap<string, E>;

/** Files of the same size, which only their contents can tell apart, and what differs besides. */
interface Undecided<E> {
  was: E;
  is: E;
  what: Change[];
}

/** Bytes more, or fewer. */
export const costOf = ({ before = 0, after = 0 }: Pick<Difference, 'before' | 'after'>): number => after - before;

/** What made the droplet larger comes first. */
export const byCost = (one: Difference, other: Difference): number =>
  costOf(other) - costOf(one) || (one.path < other.path ? -1 : 1);

/** What can be told without reading. Times say nothing: all files of a droplet have that of the app's newest file. */
export function outwardDifferences<E extends DropletEntry>(before: Entries<E>, after: Entries<E>) {
  const differences: Difference[] = [];
  const undecided: Undecided<E>[] = [];
  for (const [path, was] of before) {
    const is = after.get(path);
    if (!is) differences.push({ path, kind: 'removed', before: spaceOf(was), entries: 1 });
    else {
      const what = outwardChanges(was, is);
      if (was.type === 'file' && is.type === 'file' && was.size === is.size && was.size > 0)
        undecided.push({ was, is, what });
      else if (what.length) differences.push(changed(was, is, what));
    }
  }
  for (const [path, is] of after)
    if (!before.has(path)) differences.push({ path, kind: 'added', after: spaceOf(is), entries: 1 });
  return { differences, undecided };
}

function outwardChanges(was: DropletEntry, is: DropletEntry): Change[] {
  if (was.type !== is.type) return ['type'];
  const found: Change[] = [];
  if (was.size !== is.size) found.push('content');
  if (was.mode !== is.mode) found.push('mode');
  if (was.target !== is.target) found.push('target');
  return found;
}

export const changed = (was: DropletEntry, is: DropletEntry, what: Change[]): Difference => ({
  ...{ path: is.path, kind: 'changed', entries: 1, what },
  ...{ before: spaceOf(was), after: spaceOf(is) },
});

/** The same with one row for each folder that is new or gone as a whole, by cost. */
export function grouped(
  differences: readonly Difference[],
  before: Entries<DropletEntry>,
  after: Entries<DropletEntry>,
): Difference[] {
  const sides = {
    added: { in: after, side: 'after', others: foldersOf(before) },
    removed: { in: before, side: 'before', others: foldersOf(after) },
  } as const;
  const folders = new Map<string, Difference>();
  const rows: Difference[] = [];
  for (const difference of differences) {
    const { kind, path } = difference;
    const only = kind === 'changed' ? undefined : sides[kind];
    const folder = only && topmost(path, only.others, only.in.get(path));
    if (folder === undefined) {
      rows.push(difference);
      continue;
    }
    const row = folders.get(folder) ?? { path: `${folder}/`, kind, entries: 0 };
    folders.set(folder, row);
    row[only!.side] = (row[only!.side] ?? 0) + (difference[only!.side] ?? 0);
    row.entries++;
  }
  return [...rows, ...folders.values()].sort(byCost);
}

/** The folder nearest to the root that the other droplet lacks; the path itself when it is a folder. */
function topmost(path: string, others: ReadonlySet<string>, entry: DropletEntry | undefined): string | undefined {
  if (entry?.outside) return undefined;
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const folder = path.slice(0, slash);
    if (!others.has(folder)) return folder;
  }
  return entry?.type === 'directory' ? path : undefined;
}

/** All folders, also those without an entry of their own. */
function foldersOf(entries: Entries<DropletEntry>): Set<string> {
  const folders = new Set<string>();
  for (const { path, type, outside } of entries.values()) {
    if (outside) continue;
    if (type === 'directory') folders.add(path);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}
