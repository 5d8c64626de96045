// Packages of package managers in a droplet, told by where they lie.
import type { SizeTree, Folder } from './sizeTree';

export interface Package {
  /** The package manager's world. */
  kind: PackageKind;
  name: string;
  /** Where the path has it. */
  version?: string;
  path: string;
  /** Bytes, without packages that lie in it. */
  size: number;
  /** Number of entries, likewise. */
  entries: number;
}

/** Where each kind puts its packages: the folder or file that is the package, with groups `name` and `version`. */
const places = {
  npm: /(?:^|\/)node_modules\/(?<name>(?:@[^/]+\/)?[^@/.][^/]*)$/,
  gem: /\/gems\/(?<name>[^/]+?)-(?<version>\d[^/]*)$/,
  python: /\/(?:site|dist)-packages\/(?<name>(?!__pycache__$)[^/]+?)(?:-(?<version>\d[^/]*?)(?:-py[\d.]+)?\.egg)?$/,
  // vendor/github.com/owner/module, vendor/golang.org/x/module
  go: /\/vendor\/(?<name>[^/]+\.[a-z]+\/[^/]+\/[^/]+)$/,
  // vendor/owner/package; vendor/bundle is Ruby's
  composer: /\/vendor\/(?<name>(?!bundle\/|bin\/|composer\/)[^/.]+\/[^/]+)$/,
  java: /(?:^|\/)(?<name>[^/]+?)(?:-(?<version>\d[^/]*))?\.jar$/,
} satisfies Record<string, RegExp>;

export type PackageKind = keyof typeof places;

/** `requests-2.31.0.dist-info` tells the version of the folder `requests` beside it. */
const pythonFacts = /^(?<name>.+?)-(?<version>\d[^-]*)(?:-py[\d.]+)?\.(?:dist|egg)-info$/;

/** What the folder or file at a path is a package of; undefined for everything else. */
export function packageAt(path: string): Pick<Package, 'kind' | 'name' | 'version'> | undefined {
  for (const [kind, place] of Object.entries(places) as [PackageKind, RegExp][]) {
    const found = place.exec(path)?.groups;
    if (found && !pythonFacts.test(found.name!))
      return { kind, name: found.name!, ...(found.version ? { version: found.version } : {}) };
  }
  return undefined;
}

/** Every package of a droplet. */
export function packagesOf(tree: SizeTree): Package[] {
  const found: Package[] = [];
  collect(tree.root, found);
  return found;
}

/** Answers what the packages in a folder take. */
function collect(folder: Folder, found: Package[]): Pick<Folder, 'size' | 'entries'> {
  const inside = { size: 0, entries: 0 };
  const versions = pythonVersions(folder);
  const take = (path: string, name: string, own: Pick<Folder, 'size' | 'entries'>) => {
    const what = packageAt(path);
    if (!what) return false;
    found.push({ ...what, version: what.version ?? versions.get(normalized(name)), path, ...own });
    return true;
  };
  for (const child of folder.folders.values()) {
    const nested = collect(child, found);
    const own = { size: child.size - nested.size, entries: child.entries - nested.entries };
    const whole = take(child.path, child.name, own) ? child : nested;
    inside.size += whole.size;
    inside.entries += whole.entries;
  }
  for (const [name, { path, type, size }] of folder.files) {
    if (type !== 'file' || !name.endsWith('.jar') || !take(path, name, { size, entries: 1 })) continue;
    inside.size += size;
    inside.entries++;
  }
  return inside;
}

function pythonVersions(folder: Folder): Map<string, string> {
  const versions = new Map<string, string>();
  for (const name of /-packages$/.test(folder.name) ? folder.folders.keys() : []) {
    const facts = pythonFacts.exec(name)?.groups;
    if (facts) versions.set(normalized(facts.name!), facts.version!);
  }
  return versions;
}

const normalized = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '_');
