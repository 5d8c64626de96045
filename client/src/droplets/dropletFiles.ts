// Droplets as folders: a read-only file system for `droplet://<run>/<path in the droplet>`.
import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import { buffer } from 'node:stream/consumers';
import * as vscode from 'vscode';
import { loadStaging } from '../base/loadStaging';
import type { DropletEntry } from '../staging/droplet/entry';
import { resolveLinks } from '../staging/droplet/resolveLinks';

export const dropletScheme = 'droplet';

/** `inside` starts with a slash. */
export const dropletUri = (id: string, inside = '/') =>
  vscode.Uri.from({ scheme: dropletScheme, authority: id, path: inside });

/** Paths are those of the entries: without a slash in front, the root is `.`. */
interface Index {
  entries: Map<string, DropletEntry>;
  /** Folders, also those that have no entry of their own, and the names in them. */
  folders: Map<string, Set<string>>;
}

interface Known {
  /** Of the archive when it was read; another one means it was replaced. */
  mtime: number;
  index: Promise<Index>;
}

export class DropletFiles implements vscode.FileSystemProvider {
  private known = new Map<string, Known>();
  private changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  /** `archiveOf`: path of the archive that belongs to an authority; undefined when it is not known any more. */
  constructor(private readonly archiveOf: (id: string) => string | undefined) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { index, at } = await this.find(uri);
    const { mtime = 0, size = 0 } = index.entries.get(at) ?? {};
    return { type: typeAt(index, asked(uri)), size, ctime: mtime, mtime };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { index, at } = await this.find(uri);
    const names = index.folders.get(at);
    if (!names) throw vscode.FileSystemError.FileNotADirectory(uri);
    return [...names].map((name) => [name, typeAt(index, path.posix.join(at, name))]);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { index, at } = await this.find(uri);
    if (index.folders.has(at)) throw vscode.FileSystemError.FileIsADirectory(uri);
    const { openDropletFile } = await loadStaging();
    return buffer(await openDropletFile(this.archive(uri.authority), at));
  }

  /** The archive is gone. */
  forget(id: string): void {
    this.changed.fire([{ type: vscode.FileChangeType.Deleted, uri: dropletUri(id) }]);
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

  private archive(id: string): string {
    const archive = this.archiveOf(id);
    if (archive) return archive;
    throw vscode.FileSystemError.FileNotFound(vscode.l10n.t('This droplet is not kept any more. Stage the app again.'));
  }

  /** Where a path leads, through the links on the way. */
  private async find(uri: vscode.Uri): Promise<{ index: Index; at: string }> {
    const index = await this.index(this.archive(uri.authority));
    const at = resolveLinks(index.entries, asked(uri));
    const isThere = at !== undefined && (index.entries.has(at) || index.folders.has(at));
    if (!isThere) throw vscode.FileSystemError.FileNotFound(uri);
    return { index, at };
  }

  private async index(archive: string): Promise<Index> {
    const { mtimeMs } = await stat(archive).catch(() => {
      const text = vscode.l10n.t('The droplet {0} is gone. Stage the app again.', archive);
      throw vscode.FileSystemError.FileNotFound(text);
    });
    let known = this.known.get(archive);
    if (known?.mtime !== mtimeMs) {
      known = { mtime: mtimeMs, index: readIndex(archive) };
      this.known.set(archive, known);
      known.index.catch(() => this.known.delete(archive));
    }
    return known.index;
  }
}

const asked = (uri: vscode.Uri) => path.posix.join('.', uri.path).replace(/\/$/, '');

/** A link has the type of what it leads to besides, as in other file systems. */
function typeAt({ entries, folders }: Index, at: string): vscode.FileType {
  const typeOf = (one: string | undefined) => {
    if (one === undefined) return vscode.FileType.Unknown;
    if (folders.has(one)) return vscode.FileType.Directory;
    return entries.get(one)?.type === 'file' ? vscode.FileType.File : vscode.FileType.Unknown;
  };
  if (entries.get(at)?.type !== 'link') return typeOf(at);
  return vscode.FileType.SymbolicLink | typeOf(resolveLinks(entries, at));
}

async function readIndex(archive: string): Promise<Index> {
  const { listDroplet } = await loadStaging();
  const index: Index = { entries: new Map(), folders: new Map([['.', new Set()]]) };
  for (const entry of await listDroplet(archive)) {
    if (entry.outside) continue;
    index.entries.set(entry.path, entry);
    addTo(index.folders, entry.path);
    if (entry.type === 'directory' && !index.folders.has(entry.path)) index.folders.set(entry.path, new Set());
  }
  return index;
}

function addTo(folders: Index['folders'], at: string): void {
  if (at === '.') return;
  const parent = path.posix.dirname(at);
  const names = folders.get(parent);
  if (names) names.add(path.posix.basename(at));
  else {
    folders.set(parent, new Set([path.posix.basename(at)]));
    addTo(folders, parent);
  }
}
