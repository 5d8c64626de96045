// A folder as a treemap shows it: what is in it by size, and what is in that; the many small ones together.
import type { Folder } from './sizeTree';
import { spaceOf } from './sizeTree';
import { packageAt } from './packages';
import type { PackageKind } from './packages';

export interface Tile {
  name: string;
  path: string;
  /** `rest` stands for what is too small to be shown by itself. */
  kind: 'folder' | 'file' | 'rest';
  size: number;
  entries: number;
  package?: PackageKind;
  tiles?: Tile[];
}

export interface FolderView extends Tile {
  tiles: Tile[];
}

/** Tiles in a folder, and of each folder in it: more are no use to the eye. */
const most = [200, 24];

export function folderView(folder: Folder): FolderView {
  return { ...folderTile(folder), tiles: tilesOf(folder, 0) };
}

function tilesOf(folder: Folder, level: number): Tile[] {
  const tiles = [
    ...[...folder.folders.values()].map((child) => ({ child, size: child.size, tile: () => folderTile(child, level) })),
    ...[...folder.files].map(([name, entry]) => {
      const tile = (): Tile => ({
        name,
        path: entry.path,
        kind: 'file',
        size: spaceOf(entry),
        entries: 1,
        ...packaged(entry.path),
      });
      return { size: spaceOf(entry), tile };
    }),
  ].sort((a, b) => b.size - a.size);
  const shown = tiles.slice(0, most[level]).map(({ tile }) => tile());
  return tiles.length > shown.length ? [...shown, rest(folder, shown)] : shown;
}

function folderTile(folder: Folder, level?: number): Tile {
  const { name, path, size, entries } = folder;
  const inside = level !== undefined && level + 1 < most.length ? { tiles: tilesOf(folder, level + 1) } : {};
  return { name, path, kind: 'folder', size, entries, ...packaged(path), ...inside };
}

function packaged(path: string): Pick<Tile, 'package'> {
  const kind = packageAt(path)?.kind;
  return kind ? { package: kind } : {};
}

function rest(folder: Folder, shown: Tile[]): Tile {
  const sum = (key: 'size' | 'entries') => shown.reduce((left, tile) => left - tile[key], folder[key]);
  return { name: '', path: folder.path, kind: 'rest', size: sum('size'), entries: sum('entries') };
}
