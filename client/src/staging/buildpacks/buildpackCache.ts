// Fetched buildpacks on this machine. Each source has a folder, in it one folder per version, which never changes once it is
// there: stagings may read from it while others fetch.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The version in use, and how to ask the source whether it still is the newest. */
export interface Cached {
  version: string;
  etag?: string;
  lastModified?: string;
  /** ISO time of the fetch. */
  fetched: string;
}

const day = 24 * 60 * 60 * 1000;

export class BuildpackCache {
  constructor(private readonly root: string) {}

  /** The last good copy of `source` (a URL or path, with its branch). */
  async get(source: string): Promise<(Cached & { folder: string }) | undefined> {
    const home = this.homeOf(source);
    try {
      const cached = JSON.parse(await readFile(join(home, 'current.json'), 'utf8')) as Cached;
      const folder = join(home, cached.version);
      return (await stat(folder)).isDirectory() ? { ...cached, folder } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Has `fill` make a new version in an empty folder; it becomes the current one only when that has gone well. */
  async add(source: string, fill: (folder: string) => Promise<Omit<Cached, 'fetched'>>): Promise<string> {
    const home = this.homeOf(source);
    await mkdir(home, { recursive: true, mode: 0o700 });
    const beside = join(home, `.new-${process.pid}-${randomBytes(4).toString('hex')}`);
    await mkdir(beside);
    try {
      const cached: Cached = { ...(await fill(beside)), fetched: new Date().toISOString() };
      const folder = join(home, cached.version);
      const before = await this.get(source);
      await rename(beside, folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'EPERM') throw error;
        // This version was there already: another staging was quicker, or the source went back to it.
      });
      const current = `${beside}.json`;
      await writeFile(current, JSON.stringify(cached));
      await rename(current, join(home, 'current.json'));
      // From now on nobody begins to read the version before.
      if (before && before.version !== cached.version) await utimes(before.folder, new Date(), new Date());
      await this.prune(home, cached.version);
      return folder;
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  }

  /** Versions go a day after they were replaced, when nobody can still be reading them; so do the remains of a crash. */
  private async prune(home: string, current: string): Promise<void> {
    for (const name of await readdir(home)) {
      if (name === current || name === 'current.json') continue;
      const { mtimeMs } = await stat(join(home, name)).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > day) await rm(join(home, name), { recursive: true, force: true }).catch(() => {});
    }
  }

  private homeOf(source: string): string {
    return join(this.root, createHash('sha256').update(source).digest('hex').slice(0, 32));
  }
}

/** When a copy was fetched, for people: `2024-05-01 10:20`. */
export const fetchedAt = ({ fetched }: Cached): string => fetched.slice(0, 16).replace('T', ' ');
