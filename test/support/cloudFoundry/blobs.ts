// The blobstore: contents on disk, named by their SHA-1.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, statSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Blob {
  sha1: string;
  size: number;
}

export class Blobs {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  path(sha1: string): string {
    return join(this.folder, sha1);
  }

  has(sha1: string): boolean {
    return /^[0-9a-f]{40}$/.test(sha1) && statSync(this.path(sha1), { throwIfNoEntry: false }) !== undefined;
  }

  /** Size in bytes of one that is there. */
  size(sha1: string): number {
    return statSync(this.path(sha1)).size;
  }

  async add(content: Readable): Promise<Blob> {
    const hash = createHash('sha1');
    const temporary = join(this.folder, `.${randomUUID()}`);
    const through = new Transform({
      transform(chunk: Buffer, _, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(content, through, createWriteStream(temporary));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    const sha1 = hash.digest('hex');
    await rename(temporary, this.path(sha1));
    return { sha1, size: (await stat(this.path(sha1))).size };
  }
}

/** Digest of a file, in hex. */
export async function digestOf(algorithm: 'sha1' | 'sha256', file: string): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
