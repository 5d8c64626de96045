// Entries of a droplet from a short notation.
import type { DropletEntry, EntryType } from '../../../../client/src/staging/droplet/entry';
import { SizeTree } from '../../../../client/src/staging/analysis/sizeTree';

/** `app/a 3`: a file of three bytes; `app/b/`: a folder. */
export function entry(line: string, more: Partial<DropletEntry> = {}): DropletEntry {
  const [path = '', size = '0'] = line.split(' ');
  const type: EntryType = path.endsWith('/') ? 'directory' : 'file';
  return { path: path.replace(/\/$/, ''), type, size: Number(size), mode: 0o644, mtime: 0, ...more };
}

export function treeOf(...lines: (string | DropletEntry)[]): SizeTree {
  const tree = new SizeTree();
  for (const line of lines) tree.add(typeof line === 'string' ? entry(line) : line);
  return tree;
}
