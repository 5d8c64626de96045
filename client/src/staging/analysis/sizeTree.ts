// What takes the space: the folders of a droplet with the sizes of all that is below them.
import type { DropletEntry } from '../droplet/entry';

export interface Folder {
  /** As in an entry: without a slash in front; the root is `.`. */
  path: string;
  name: string;
  /** Bytes of the files below, each content once: a hard link takes no space. */
  size: number;
  /** Entries below, and the folder's own. */
  entries: number;
  folders: Map<string, Folder>;
  /** What is no folder, by name. */
  files: Map<string, DropletEntry>;
}

export const spaceOf = ({ size, hardLink }: DropletEntry): number => (hardLink === undefined ? size : 0);

export class SizeTree {
  readonly root: Folder = emptyFolder('.', '.');

  /** What would be unpacked outside of the droplet stands at the root, under its whole name. */
  add(entry: DropletEntry): void {
    if (entry.path === '.') return;
    const steps = entry.outside ? [entry.path] : entry.path.split('/');
    const name = entry.type === 'directory' && !entry.outside ? undefined : steps.pop()!;
    const space = spaceOf(entry);
    let folder = this.root;
    count(folder, space);
    for (const step of steps) {
      folder = childOf(folder, step);
      count(folder, space);
    }
    if (name !== undefined) folder.files.set(name, entry);
  }

  folder(path: string): Folder | undefined {
    let folder: Folder | undefined = this.root;
    for (const step of path.split('/')) if (step && step !== '.') folder = folder?.folders.get(step);
    return folder;
  }

  /** Every folder but the root, each after the one it is in. */
  *folders(below = this.root): Generator<Folder> {
    for (const folder of below.folders.values()) {
      yield folder;
      yield* this.folders(folder);
    }
  }
}

const emptyFolder = (path: string, name: string): Folder => ({
  ...{ path, name, size: 0, entries: 0 },
  ...{ folders: new Map(), files: new Map() },
});

function count(folder: Folder, space: number): void {
  folder.size += space;
  folder.entries++;
}

function childOf(folder: Folder, name: string): Folder {
  let child = folder.folders.get(name);
  if (!child) {
    child = emptyFolder(folder.path === '.' ? name : `${folder.path}/${name}`, name);
    folder.folders.set(name, child);
  }
  return child;
}
