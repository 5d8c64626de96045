// What the server finds out about buildpacks beyond their text: branches and tags of repositories, and zips on this machine. Rules,
// hover and completion read what is known; looking happens on save or when the user asks, in trusted workspaces only.
import type { RemoteAnswer, RemoteOptions } from './gitRefs';
import { LocalZips } from './localZip';
import type { ZipVerdict } from './localZip';
import { parseBuildpack } from './reference';
import { Remotes } from './remotes';

/** What others ask. */
export type Lookups = Pick<BuildpackLookups, keyof BuildpackLookups>;

export class BuildpackLookups {
  private readonly remotes: Remotes;
  private readonly zips = new LocalZips();
  /** Nothing is started, and nothing that is known is shown, while this is false. */
  enabled = false;

  constructor(options: RemoteOptions = {}) {
    this.remotes = new Remotes(options);
  }

  /** What a repository answered; undefined while nobody asked. */
  remote(url: string): RemoteAnswer | undefined {
    return this.enabled ? this.remotes.known(url) : undefined;
  }

  zip(path: string): ZipVerdict | undefined {
    return this.enabled ? this.zips.known(path) : undefined;
  }

  /**
   * Finds out about values of buildpacks. `localPath` gives the absolute path of one on this machine. Resolves when all answered,
   * to whether anything was asked; `fresh` asks again what is known.
   */
  async look(values: string[], localPath: (path: string) => string, fresh = false): Promise<boolean> {
    if (!this.enabled) return false;
    const asked = values.flatMap((value): Promise<unknown>[] => {
      const reference = parseBuildpack(value);
      if (reference.kind === 'git' && reference.scheme !== 'file') {
        return fresh || !this.remotes.known(reference.url) ? [this.remotes.look(reference.url, fresh)] : [];
      }
      if (reference.kind !== 'local' || !/\.zip$/i.test(reference.path)) return [];
      const path = localPath(reference.path);
      return this.zips.known(path) ? [] : [this.zips.look(path)];
    });
    await Promise.all(asked);
    return asked.length > 0;
  }

  /** PEM files to trust besides the usual authorities from now on, as absolute paths. */
  trust(caFiles: string[]): void {
    this.remotes.trust(caFiles);
  }

  stop(): void {
    this.remotes.stop();
  }
}
