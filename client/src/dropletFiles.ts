// Droplets as folders: a read-only file system for `droplet://<run>/<path in the droplet>`.
import { stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { loadStaging } from './loadStaging';

export const dropletScheme = 'droplet';

export const dropletUri = (id: string, inside = '/') =>
  vscode.Uri.from({ scheme: dropletScheme, authority: id, path: inside });

/** As many links in a row as Linux follows. */
const maxLinks = 40;

interface Entry extends vscode.FileStat {
  /** Where a symbolic link points, as written. */
  target?: string;
  children?: Map<string, Entry>;
}

interface Indexed {
  /** Of the archive when it was read; another one means it was replaced. */
  mtime: number;
  root: Promise<Entry>;
}

export class DropletFiles implements vscode.FileSystemProvider {
  #indexes = new Map<string, Indexed>();
  #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  /** `archiveOf`: path of the archive that belongs to an authority; undefined when it is not known any more. */
  constructor(private readonly archiveOf: (id: string) => string | undefined) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { type, size, ctime, mtime } = await this.#find(uri);
    return { type, size, ctime, mtime };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const entry = await this.#find(uri);
    if (!entry.children) throw vscode.FileSystemError.FileNotADirectory(uri);
    return [...entry.children].map(([name, child]) => [name, child.type]);
  }

  async readFile(uri: vscode.Uri, links = 0): Promise<Uint8Array> {
    const entry = await this.#find(uri);
    if (entry.children) throw vscode.FileSystemError.FileIsADirectory(uri);
    if (entry.target !== undefined) {
      if (links === maxLinks)
        throw vscode.FileSystemError.FileNotFound(vscode.l10n.t('{0} is a link that leads back to itself.', uri.path));
      const target = path.posix.resolve(path.posix.dirname(uri.path), entry.target);
      return this.readFile(uri.with({ path: target }), links + 1);
    }
    const { openDropletFile } = await loadStaging();
    return buffer(await openDropletFile(this.#archive(uri), uri.path));
  }

  /** Of every file and link: path → what differs when the file does. */
  async fingerprints(id: string): Promise<Map<string, string>> {
    const prints = new Map<string, string>();
    const walk = (entry: Entry, at: string) => {
      if (!entry.children) prints.set(at, entry.target ?? `${entry.size} ${entry.mtime}`);
      for (const [name, child] of entry.children ?? []) walk(child, `${at}/${name}`);
    };
    walk(await this.#root(this.#archive(dropletUri(id))), '');
    return prints;
  }

  /** The archive is gone or was replaced. */
  forget(id: string): void {
    const archive = this.archiveOf(id);
    if (archive) this.#indexes.delete(archive);
    this.#changed.fire([{ type: vscode.FileChangeType.Deleted, uri: dropletUri(id) }]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
  writeFile = this.createDirectory;
  delete = this.createDirectory;
  rename = this.createDirectory;

  #archive(uri: vscode.Uri): string {
    const archive = this.archiveOf(uri.authority);
    if (!archive)
      throw vscode.FileSystemError.FileNotFound(
        vscode.l10n.t('This droplet is not kept any more. Stage the app again.'),
      );
    return archive;
  }

  async #find(uri: vscode.Uri): Promise<Entry> {
    let entry: Entry | undefined = await this.#root(this.#archive(uri));
    for (const name of uri.path.split('/').filter(Boolean)) entry = entry?.children?.get(name);
    if (!entry) throw vscode.FileSystemError.FileNotFound(uri);
    return entry;
  }

  async #root(archive: string): Promise<Entry> {
    const { mtimeMs } = await stat(archive).catch(() => {
      throw vscode.FileSystemError.FileNotFound(
        vscode.l10n.t('The droplet {0} is gone. Stage the app again.', archive),
      );
    });
    let indexed = this.#indexes.get(archive);
    if (indexed?.mtime !== mtimeMs) {
      indexed = { mtime: mtimeMs, root: readTree(archive) };
      this.#indexes.set(archive, indexed);
      indexed.root.catch(() => this.#indexes.delete(archive));
    }
    return indexed.root;
  }
}

async function readTree(archive: string): Promise<Entry> {
  const { listDroplet } = await loadStaging();
  const root = folder(0);
  for (const item of await listDroplet(archive)) {
    const names = item.path.split('/').filter((name) => name && name !== '.');
    const name = names.pop();
    if (!name) continue;
    let parent = root;
    for (const step of names) {
      const known: Entry | undefined = parent.children!.get(step);
      const next = known?.children ? known : folder(item.mtime);
      if (next !== known) parent.children!.set(step, next);
      parent = next;
    }
    if (item.type === 'directory') {
      if (!parent.children!.get(name)?.children) parent.children!.set(name, folder(item.mtime));
    } else {
      const type = item.type === 'link' ? vscode.FileType.File | vscode.FileType.SymbolicLink : vscode.FileType.File;
      parent.children!.set(name, { type, size: item.size, ctime: item.mtime, mtime: item.mtime, target: item.target });
    }
  }
  return root;
}

const folder = (mtime: number): Entry => ({
  type: vscode.FileType.Directory,
  size: 0,
  ctime: mtime,
  mtime,
  children: new Map(),
});
