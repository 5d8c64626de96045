// What a package consists of: the files of an uploaded zip, and those that the platform had already.
import { createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { open } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { Blobs } from './blobs';
import { PlatformError } from './errors';

export interface PackageFile {
  path: string;
  /** Permissions, such as 0o644. */
  mode: number;
  size: number;
  sha1: string;
  isLink: boolean;
}

/** As `resource_matches` and the upload name them, in the form of API v3 or v2. */
export interface FingerPrint {
  checksum?: { value: string };
  size_in_bytes?: number;
  path?: string;
  mode?: string;
  sha1?: string;
  size?: number;
  fn?: string;
}

export const sha1Of = (one: FingerPrint): string | undefined => one.checksum?.value ?? one.sha1;
export const sizeOf = (one: FingerPrint): number | undefined => one.size_in_bytes ?? one.size;

/** Takes the files of a zip into the blobstore. */
export async function filesOfZip(file: string, blobs: Blobs): Promise<PackageFile[]> {
  const zip = await new Promise<ZipFile>((opened, failed) =>
    open(file, { lazyEntries: true }, (error, zip) => (error ? failed(error) : opened(zip))),
  ).catch((error: Error) => {
    throw new PlatformError('AppBitsUploadInvalid', `Invalid zip archive. (${error.message})`);
  });
  const files: PackageFile[] = [];
  try {
    for (let entry = await next(zip); entry; entry = await next(zip)) {
      if (entry.fileName.endsWith('/')) continue;
      const content = await contentOf(zip, entry);
      const { sha1, size } = await blobs.add(content);
      const attributes = entry.externalFileAttributes >>> 16;
      const mode = attributes & 0o7777 || 0o644;
      files.push({ path: entry.fileName, mode, size, sha1, isLink: (attributes & 0o170000) === 0o120000 });
    }
  } finally {
    zip.close();
  }
  return files;
}

const next = (zip: ZipFile) =>
  new Promise<Entry | undefined>((found, failed) => {
    const over = () => zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error');
    zip.once('entry', (entry: Entry) => (over(), found(entry)));
    zip.once('end', () => (over(), found(undefined)));
    zip.once('error', (error: Error) => (over(), failed(error)));
    zip.readEntry();
  });

const contentOf = (zip: ZipFile, entry: Entry) =>
  new Promise<Readable>((opened, failed) =>
    zip.openReadStream(entry, (error, stream) => (error ? failed(error) : opened(stream))),
  );

/** Those that the platform was told to take from its own blobstore. Throws what makes a package FAILED. */
export function knownFiles(resources: FingerPrint[], blobs: Blobs): PackageFile[] {
  return resources.map((resource) => {
    const [sha1, path] = [sha1Of(resource) ?? '', resource.path ?? resource.fn ?? ''];
    const mode = Number.parseInt(resource.mode ?? '0744', 8);
    if (!path || path.startsWith('/') || path.split('/').includes('..'))
      throw new PlatformError('AppResourcesFilePathInvalid', `'${path}' is not safe.`);
    if (mode < 0o600) {
      const text = `File mode '${resource.mode}' with path '${path}' is invalid. Minimum file mode is '0600'`;
      throw new PlatformError('AppResourcesFileModeInvalid', text);
    }
    if (!blobs.has(sha1)) throw new PlatformError('AppBitsUploadInvalid', `Cannot copy bits we do not have: ${path}`);
    return { path, mode, size: blobs.size(sha1), sha1, isLink: false };
  });
}

/** Lays the files out in a folder, as the builder finds them. */
export async function layOut(files: PackageFile[], blobs: Blobs, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { path, mode, sha1, isLink } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    if (isLink) await symlink(await readFile(blobs.path(sha1), 'utf8'), target);
    else {
      await copyFile(blobs.path(sha1), target);
      await chmod(target, mode & 0o777);
    }
  }
}

/** Parts of a `multipart/form-data` body: fields as texts, files on disk at `file`. */
export async function readForm(
  body: Readable,
  contentType: string | undefined,
  file: string,
): Promise<{ fields: Record<string, string>; file?: string }> {
  const web = new Response(Readable.toWeb(body) as ReadableStream, { headers: { 'Content-Type': contentType ?? '' } });
  const form = await web.formData().catch((error: Error) => {
    throw new PlatformError('BadRequest', `invalid multipart body: ${error.message}`);
  });
  const fields: Record<string, string> = {};
  let found: string | undefined;
  for (const [name, value] of form)
    if (typeof value === 'string') fields[name] = value;
    else if (name === 'bits') {
      await pipeline(Readable.fromWeb(value.stream() as never), createWriteStream(file));
      found = file;
    }
  return { fields, file: found };
}
