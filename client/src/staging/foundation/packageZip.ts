// The files that a foundation lacks, as a zip on this disk: its length must be told before it is sent.
import { createHash, randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { badInput } from '../report/failure';
import { contentOf } from './resources';
import type { AppFile } from './resources';

export interface PackageZip {
  size: number;
  /** From its beginning, as often as it is needed. */
  read(): AsyncIterable<Buffer>;
  /** It is gone with the last use, however we end. */
  close(): Promise<void>;
}

/** File types of Unix, as zips carry them in front of the permissions. */
const fileType = 0o100000;
const linkType = 0o120000;

/** Throws StagingFailure `BadInput` when a file has changed since its digest was taken. */
export async function zipped(files: readonly AppFile[], signal: AbortSignal): Promise<PackageZip> {
  const path = join(tmpdir(), `package-${randomBytes(8).toString('hex')}.zip`);
  const handle = await open(path, 'wx+', 0o600);
  // An open file needs no name (on Windows it goes when it is closed): even SIGKILL leaves nothing behind.
  await rm(path, { force: true }).catch(() => {});
  const close = async () => {
    await handle.close();
    await rm(path, { force: true }).catch(() => {});
  };
  try {
    await write(files, handle, signal);
    const { size } = await handle.stat();
    return { size, read: () => chunks(handle), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const chunkSize = 256 * 1024;

/** By position: several may read at once, and nothing has to be closed when one stops. */
async function* chunks(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, at);
    if (!bytesRead) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

async function write(files: readonly AppFile[], handle: FileHandle, signal: AbortSignal): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const failed = (error: unknown) => output.destroy(error as Error);
  const stop = () => failed(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (const file of files) add(zip, file, failed);
    zip.end();
    for await (const chunk of output as AsyncIterable<Buffer>) await handle.write(chunk);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function add(zip: ZipFile, file: AppFile, failed: (error: unknown) => void): void {
  const { path, entry } = file;
  const { mtime, mode } = entry;
  const permissions = mode & 0o777;
  if (entry.type === 'Directory') zip.addEmptyDirectory(path, { mtime, mode: 0o040000 | permissions });
  else if (entry.type === 'SymbolicLink')
    zip.addBuffer(Buffer.from(entry.linkpath!), path, { mtime, mode: linkType | 0o777, compress: false });
  else
    zip.addReadStreamLazy(path, { mtime, mode: fileType | permissions }, (opened) => {
      contentOf(entry).then((content) => {
        const checked = unchanged(file);
        content.on('error', failed);
        checked.on('error', failed);
        opened(null, content.pipe(checked));
      }, failed);
    });
}

/** The same bytes, if they are those whose digest was taken. */
function unchanged({ path, sha1 }: AppFile): Transform {
  const hash = createHash('sha1');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const isSame = hash.digest('hex') === sha1;
      done(
        isSame
          ? null
          : badInput(
              `${path} has changed while the app was packed. Stage once more when nothing writes to it any more.`,
            ),
      );
    },
  });
}
