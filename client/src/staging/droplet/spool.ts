// The unpacked droplet on disk, for reading at any offset. Nobody else can open the file, and however we end it is gone.
import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const most = 4 * 1024 ** 3;

export class Spool {
  private length = 0;
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly handle: FileHandle,
    private readonly path: string,
    private readonly room: number,
  ) {}

  /** Takes up to 4 GB and half of what is free; undefined when not even a file can be made. */
  static async create(folder = tmpdir(), limit = most): Promise<Spool | undefined> {
    const path = join(folder, `droplet-${randomBytes(8).toString('hex')}.tar`);
    try {
      const { bavail, bsize } = await statfs(folder);
      const handle = await open(path, 'wx+', 0o600);
      // An open file needs no name (on Windows it goes when it is closed): even SIGKILL leaves nothing behind.
      await rm(path, { force: true }).catch(() => {});
      return new Spool(handle, path, Math.min(limit, (bavail * bsize) / 2));
    } catch {
      return undefined;
    }
  }

  /** Appends in the background; false when there is no room. Call again only after the last call has resolved. */
  async append(chunk: Buffer): Promise<boolean> {
    await this.writing;
    if (this.length + chunk.length > this.room) return false;
    this.writing = writeAll(this.handle, chunk, this.length);
    this.writing.catch(() => {}); // thrown by the next call
    this.length += chunk.length;
    return true;
  }

  async flush(): Promise<void> {
    await this.writing;
  }

  async *read(offset: number, length: number): AsyncGenerator<Buffer> {
    for (let at = offset; at < offset + length;) {
      const buffer = Buffer.allocUnsafe(Math.min(offset + length - at, 256 * 1024));
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, at);
      if (!bytesRead) throw new Error('the temporary copy of the droplet was cut off');
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  async close(): Promise<void> {
    await this.writing.catch(() => {});
    await this.handle.close();
    await rm(this.path, { force: true }).catch(() => {});
  }
}

async function writeAll(handle: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}
