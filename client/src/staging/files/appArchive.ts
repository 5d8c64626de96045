// The application's files, from a folder or an archive, as the tar entries a staging puts inside.
import { lstat, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { readRegularFile } from '../../../../server/src/base/disk';
import type { PlatformId } from '../../../../server/src/base/protocol';
import { cfignore } from './cfignore';
import type { Ignores } from './cfignore';
import { StagingFailure } from '../report/failure';
import { folderEntries } from './folder';
import { leavesApp } from './outwardLinks';
import type { Ids } from './folder';
import { stackatoIgnores } from './stackatoIgnores';
import type { TarEntry, TarNotice } from './tar';
import { linkTarget, openZip } from '../../../../server/src/base/zipEntries';
import type { Zip, ZipItem } from '../../../../server/src/base/zipEntries';
import { systemReason } from '../report/systemReason';

export interface AppOptions {
  /** Where the app's root is in the tar: a path without slashes at its ends. */
  prefix: string;
  owner: Ids;
  platform: PlatformId;
  /** The list of stackato.yml, if there is one. */
  ignores?: string[];
  /** Absolute paths that stay behind: droplet, result and log of a staging inside the app's folder. */
  exclude?: string[];
  notice?: TarNotice;
}

/** The figures count what the last `entries()` has given so far. */
export interface App {
  entries(): AsyncGenerator<TarEntry>;
  /** Files and links. */
  readonly files: number;
  readonly bytes: number;
  /** Time of the youngest file that is not of the future, as a wrong clock makes them; the epoch when there is none. */
  readonly newest: Date;
}

/**
 * Opens a folder, or an archive by its content (`app.jar`, `app.war`, `app.zip`). Throws StagingFailure `BadInput` when there
 * is nothing at `path` or nothing in it to upload.
 */
export async function openApp(path: string, options: AppOptions): Promise<App> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw badPath(path, systemReason(error));
  });
  const open = found.isDirectory() ? await openFolder(path, options) : await openFile(path, options);
  for await (const entry of open()) if (entry.type !== 'Directory') return new CountedApp(() => open(options.notice));
  throw new StagingFailure(
    'BadInput',
    `No app files found in '${path}'`,
    `There is nothing to upload in ${path}: it is empty, or .cfignore leaves out all of it. Check the application's \`path\`.`,
  );
}

const brokenArchive = (path: string, error: unknown) =>
  badPath(path, `it is a broken archive (${systemReason(error)})`);

function badPath(path: string, why: string): StagingFailure {
  return new StagingFailure(
    'BadInput',
    `The app cannot be found locally at: ${path}`,
    `The application's files cannot be read from ${path}: ${why}. Give a folder or a .zip, .jar or .war file as \`path\`, relative to the manifest.`,
  );
}

class CountedApp implements App {
  files = 0;
  bytes = 0;
  newest = new Date(0);

  constructor(private readonly open: () => AsyncIterable<TarEntry>) {}

  async *entries(): AsyncGenerator<TarEntry> {
    [this.files, this.bytes, this.newest] = [0, 0, new Date(0)];
    const now = new Date();
    for await (const entry of this.open()) {
      if (entry.type !== 'Directory') {
        this.files++;
        this.bytes += entry.content && 'size' in entry.content ? entry.content.size : (entry.content?.length ?? 0);
        if (entry.mtime > this.newest && entry.mtime <= now) this.newest = entry.mtime;
      }
      yield entry;
    }
  }
}

type Open = (notice?: TarNotice) => AsyncIterable<TarEntry>;

async function openFolder(folder: string, options: AppOptions): Promise<Open> {
  const { prefix, owner, platform } = options;
  const ignore = platform === 'stackato' ? stackatoIgnores(options.ignores) : cfignoreOf(folder);
  const exclude = new Set(options.exclude);
  // A push makes every folder 0755.
  const entries: Open = (notice) =>
    folderEntries(folder, prefix, owner, { ignore, exclude, folderMode: 0o755, notice });
  return platform === 'stackato' ? (notice) => withoutEscapes(entries(notice), prefix) : entries;
}

function cfignoreOf(folder: string): Ignores {
  const file = join(folder, '.cfignore');
  try {
    return cfignore(readRegularFile(file).toString('utf8'), { defaults: 'last' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return cfignore('', { defaults: 'last' });
    throw badPath(file, systemReason(error));
  }
}

/** Stackato refuses an app with a link that leaves its root. */
async function* withoutEscapes(entries: AsyncIterable<TarEntry>, prefix: string): AsyncGenerator<TarEntry> {
  for await (const entry of entries) {
    if (entry.type === 'SymbolicLink') {
      const link = entry.path.slice(prefix.length + 1);
      if (leavesApp(link, entry.linkpath!))
        throw new StagingFailure(
          'BadInput',
          `Can't deploy application containing the link '${link}' that reaches outside its root directory`,
          `The link ${link} points to ${entry.linkpath}, outside of the application's folder, and Stackato refuses that. Copy what it points to into the app, or list the link under \`ignores\`.`,
        );
    }
    yield entry;
  }
}

async function openFile(file: string, options: AppOptions): Promise<Open> {
  const { platform } = options;
  const keptWhole = platform === 'stackato' && file.endsWith('.ear');
  const zip = keptWhole
    ? undefined
    : await openZip(file).catch((error) => {
        throw brokenArchive(file, error);
      });
  if (zip) {
    zip.close();
    return () => archiveEntries(file, options);
  }
  if (platform === 'stackato') return () => singleFile(file, options);
  throw badPath(file, 'it is neither a folder nor a zip archive');
}

/** Stackato takes a single file of any other kind as the whole app. */
async function* singleFile(file: string, { prefix, owner }: AppOptions): AsyncGenerator<TarEntry> {
  const { size, mode, mtime } = await lstat(file);
  yield { path: prefix, type: 'Directory', mode: 0o755, ...owner, mtime };
  const path = `${prefix}/${file.slice(dirname(file).length + 1)}`;
  yield { path, type: 'File', mode: mode & 0o777, ...owner, mtime, content: { file, size } };
}

/** A pushed archive is exploded; its own .cfignore counts, and its files become 0744, its folders 0755. */
async function* archiveEntries(file: string, options: AppOptions): AsyncGenerator<TarEntry> {
  const zip = (await openZip(file))!;
  const { prefix, owner } = options;
  try {
    const ignore = options.platform === 'stackato' ? stackatoIgnores(options.ignores) : await cfignoreInside(zip);
    const folders = new Set(['']);
    const folder = (path: string, mtime: Date): TarEntry => ({
      path: path ? `${prefix}/${path}` : prefix,
      type: 'Directory',
      mode: 0o755,
      ...owner,
      mtime,
    });
    yield folder('', (await lstat(file)).mtime);
    for (const item of zip.items) {
      if (ignore.ignores(item.path, item.type === 'Directory')) continue;
      for (const parent of foldersOf(item.path, item.type === 'Directory')) {
        if (!folders.has(parent)) yield folder(parent, item.mtime);
        folders.add(parent);
      }
      if (item.type === 'Directory') continue;
      const entry = { path: `${prefix}/${item.path}`, mode: 0o744, ...owner, mtime: item.mtime };
      if (item.type === 'SymbolicLink') yield { ...entry, type: 'SymbolicLink', linkpath: await linkTarget(item) };
      else yield { ...entry, type: 'File', content: { size: item.size, open: () => contentOf(item, file) } };
    }
  } catch (error) {
    throw brokenArchive(file, error);
  } finally {
    zip.close();
  }
}

/** What is broken shows only when it is read. */
async function contentOf(item: ZipItem, archive: string): Promise<Readable> {
  const content = await item.open().catch((error) => Promise.reject(brokenArchive(archive, error)));
  const named = async function* () {
    try {
      yield* content as AsyncIterable<Buffer>;
    } catch (error) {
      throw brokenArchive(archive, error);
    }
  };
  return Readable.from(named(), { objectMode: false });
}

async function cfignoreInside(zip: Zip): Promise<Ignores> {
  const item = zip.items.find(({ path }) => path.endsWith('.cfignore'));
  return cfignore(item ? await text(await item.open()) : '', { defaults: 'first' });
}

/** `a/b/c` → `a`, `a/b`; a folder's own path comes last. */
function foldersOf(path: string, isFolder: boolean): string[] {
  const parts = path.split('/');
  return parts.slice(0, isFolder ? parts.length : -1).map((_, i) => parts.slice(0, i + 1).join('/'));
}
