// What the editor's report shows of a droplet: little enough to be sent to a page, whatever the droplet's size.
import { folderView } from './folderView';
import type { FolderView } from './folderView';
import { duplicatesOf, sameSized } from './equalFiles';
import type { Duplicates } from './equalFiles';
import { Largest } from './largest';
import { packagesOf } from './packages';
import type { Package } from './packages';
import { spaceOf } from './sizeTree';
import { digestsOf } from './digests';
import type { Droplet } from '../droplet/droplet';
import { describeDroplet } from './dropletDescription';
import type { DropletDescription } from './dropletDescription';
import type { IndexedEntry } from '../droplet/entry';
import { sizeTree } from './keptSizeTree';

export interface DropletReport {
  about: Omit<DropletDescription, 'stagingInfo' | 'folders'>;
  /** The folder that was asked for, or the root. */
  folder: FolderView;
  largest: { path: string; size: number }[];
  packages: Package[];
  /** In all, also those that are not listed. */
  packageCount: number;
}

const mostRows = 200;
export async function reportDroplet(droplet: Droplet, folder = '.'): Promise<DropletReport> {
  const tree = await sizeTree(droplet);
  const about = { ...(await describeDroplet(droplet)), stagingInfo: undefined, folders: undefined };
  const largest = new Largest<IndexedEntry>(mostRows, spaceOf);
  for (const entry of droplet.entries.values()) if (entry.type === 'file') largest.add(entry);
  const packages = packagesOf(tree);
  const largestPackages = new Largest<Package>(mostRows, ({ size }) => size);
  for (const one of packages) largestPackages.add(one);
  return {
    about,
    folder: folderView(tree.folder(folder) ?? tree.root),
    largest: largest.list().map(({ path, size }) => ({ path, size })),
    packages: largestPackages.list(),
    packageCount: packages.length,
  };
}

/** Undefined when there is no such folder. */
export async function reportFolder(droplet: Droplet, path: string): Promise<FolderView | undefined> {
  const folder = (await sizeTree(droplet)).folder(path);
  return folder && folderView(folder);
}

/** Reads all contents that may be equal, so it takes longer than the rest. */
export async function reportDuplicates(droplet: Droplet, signal?: AbortSignal): Promise<Duplicates> {
  const candidates = sameSized(droplet.entries.values());
  return duplicatesOf(candidates, await digestsOf(droplet, candidates, signal));
}
