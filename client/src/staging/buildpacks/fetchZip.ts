// Buildpacks from zip archives, downloaded or local.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, open, rm, stat, statfs, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { authorities } from '../../../../server/src/base/authorities';
import { isLate, within } from '../../../../server/src/base/deadline';
import { redactUrls } from '../../../../server/src/base/credentials';
import { trustProxy } from '../../../../server/src/base/remedy';
import { linkTarget } from '../../../../server/src/base/zipEntries';
import { openBuildpackZip } from '../../../../server/src/buildpacks/archive';
import { StagingFailure } from '../report/failure';
import { size as formatSize } from '../report/units';
import { fetchedAt } from './buildpackCache';
import { BadStatus, download, WebPage } from './download';
import type { Fetching } from './fetchOptions';
import { systemReason } from '../report/systemReason';

const timeLimit = 10 * 60 * 1000;

/** Downloads and unpacks a zip, unless the copy in the cache is still good or the server out of reach. */
export async function fetchZip(url: string, fetching: Fetching): Promise<string> {
  const { cache, caFiles, log, shown } = fetching;
  const cached = await cache.get(url);
  return await cache
    .add(url, async (beside) => {
      const file = `${beside}.zip`;
      try {
        const { etag, lastModified } = cached ?? {};
        const ca = await authorities(caFiles);
        const meter = (total: number | undefined) => log.meter(`downloading ${shown}`, total);
        const answer = await within(timeLimit, [fetching.signal], (signal) =>
          download(url, file, { etag, lastModified, ca, signal, meter }),
        ).catch((error) => {
          throw new DownloadFailed(error as Error);
        });
        if (answer === 'unchanged') return { version: cached!.version, etag, lastModified };
        await unpack(file, beside, fetching);
        log.line(`Downloaded buildpack \`${shown}\` (${formatSize(answer.bytes)})`);
        return { version: await digest(file), etag: answer.etag, lastModified: answer.lastModified };
      } finally {
        await rm(file, { force: true });
      }
    })
    .catch((error) => {
      fetching.signal.throwIfAborted();
      if (!(error instanceof DownloadFailed)) throw error;
      if (!cached || (error.cause instanceof BadStatus && error.cause.status < 500))
        throw downloadFailure(url, error.cause, fetching);
      log.line(
        `Cannot reach ${shown} now (${redactUrls(systemReason(error.cause))}): using the copy of ${fetchedAt(cached)}`,
      );
      return cached.folder;
    });
}

class DownloadFailed extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

function downloadFailure(url: string, error: Error, { fail }: Fetching): Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const why = isLate(error) ? 'it took more than ten minutes' : systemReason(error);
  const remedy =
    error instanceof BadStatus
      ? error.status === 401 || error.status === 403
        ? { advice: 'Give a user and password (or token) that may read it, or download it yourself and name the file' }
        : { advice: 'Check the URL in a browser' }
      : error instanceof WebPage
        ? { advice: 'Open the URL in a browser; give a token in it if it is private, or download the file and name it' }
        : /CERT|TLS|SSL|SIGNATURE|ISSUER/i.test(`${code} ${message}`)
          ? trustProxy
          : {
              advice:
                'Check the host name, the network and the proxy, then stage again; or download it yourself and name the file',
            };
  return fail(
    `Failed to download buildpack '${url}': ${why}`,
    `The buildpack ${url} cannot be downloaded: ${why}.`,
    remedy,
  );
}

/** A zip file of this machine, unpacked once per change of it. */
export async function unpackLocalZip(file: string, fetching: Fetching): Promise<string> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    const why = systemReason(error);
    throw fetching.fail(
      `Failed to download buildpack '${file}': ${why}`,
      `The buildpack ${file} cannot be read: ${why}. Correct its path.`,
    );
  });
  const version = createHash('sha256').update(`${found.mtimeMs} ${found.size} ${found.ino}`).digest('hex');
  const cached = await fetching.cache.get(file);
  if (cached?.version === version) return cached.folder;
  return await fetching.cache.add(file, async (beside) => {
    await unpack(file, beside, fetching);
    return { version };
  });
}

/** What to do about an archive whose files cannot be written. */
const nextSteps: Record<string, string> = {
  ENAMETOOLONG: 'File systems take 255 bytes for a name and 4095 for a path: pack it again with shorter ones.',
  ENOSPC: 'The disk of this machine is full: free space, then try once more.',
  EDQUOT: 'Free some of your space on this machine, then try once more.',
};

/** Unpacks into an empty folder. Links come last, so that nothing is ever written through one. */
async function unpack(file: string, folder: string, { shown, fail, signal }: Fetching): Promise<void> {
  const broken = (why: string, next: string) =>
    fail(
      `Failed to extract buildpack '${shown}': ${why}`,
      `The buildpack ${shown} cannot be unpacked: ${why}. ${next}`,
    );
  const zip = await openBuildpackZip(file).catch((error: Error) => {
    throw broken(systemReason(error), 'Download or pack it again: the archive is damaged.');
  });
  if (!zip)
    throw broken(
      `${shown} is not a zip archive`,
      'Give a .zip that holds bin/, or the URL of a git repository, which does not end in .zip.',
    );
  try {
    const [bytes, { bavail, bsize }] = [zip.items.reduce((sum, { size }) => sum + size, 0), await statfs(folder)];
    if (bytes > bavail * bsize)
      throw broken(
        `it takes ${formatSize(bytes)}, but only ${formatSize(bavail * bsize)} are free in ${folder}`,
        'Free space there.',
      );
    const items = new Map(zip.items.map((item) => [item.path, item]));
    for (const { path, type, mode } of items.values()) {
      const isFolder = type === 'Directory';
      await mkdir(join(folder, isFolder ? path : dirname(path)), { recursive: true });
      if (isFolder) await chmod(join(folder, path), mode | 0o700);
    }
    for (const item of items.values()) {
      if (item.type !== 'File') continue;
      const target = join(folder, item.path);
      // As the platform does it: the archive's mode without write permission for others.
      await pipeline(await item.open(), createWriteStream(target, { mode: 0o600 }), { signal });
      await chmod(target, (item.mode & ~0o022) | 0o600);
      await utimes(target, item.mtime, item.mtime);
    }
    for (const item of items.values())
      if (item.type === 'SymbolicLink')
        await symlink(await linkTarget(item), join(folder, item.path)).catch(ignoreExisting);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StagingFailure) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw broken(systemReason(error), nextSteps[code] ?? 'Download or pack it again: the archive is damaged.');
  } finally {
    zip.close();
  }
}

/** An archive may hold a folder's contents and a link in its place. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(file, 'r');
  for await (const chunk of handle.createReadStream()) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
