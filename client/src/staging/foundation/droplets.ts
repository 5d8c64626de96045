// Droplets of a foundation: what is known of one, and its file.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { open } from 'node:fs/promises';
import { metered } from '../report/progress';
import type { Meter } from '../report/progress';
import { StagingFailure } from '../report/failure';
import type { Api } from './api';
import { unreached } from './apiFailure';

export interface PlatformDroplet {
  guid: string;
  created_at: string;
  state: string;
  lifecycle: { type: string };
  execution_metadata?: string | null;
  /** Type → command. */
  process_types?: Record<string, string> | null;
  checksum?: { type: 'sha256' | 'sha1'; value: string } | null;
  buildpacks?:
    | {
        name: string | null;
        detect_output: string | null;
        version?: string | null;
        buildpack_name?: string | null;
      }[]
    | null;
  stack?: string | null;
  image?: string | null;
  links: Record<string, { href: string } | undefined>;
}

export const dropletOf = (api: Api, guid: string, signal?: AbortSignal): Promise<PlatformDroplet> =>
  api.get<PlatformDroplet>(`/v3/droplets/${guid}`, { what: 'read what the droplet is', signal });

export interface DownloadedDroplet {
  size: number;
  sha256: string;
}

const what = 'download the droplet';
const attempts = 5;

export interface DropletDownload {
  /** Made when it is known how much comes. */
  meter(total: number | undefined): Meter;
  notice(line: string): void;
  signal: AbortSignal;
}

/**
 * Writes it to `file`, which is new. What is cut off goes on where it was, or begins anew where the blobstore cannot do that. Throws
 * StagingFailure when the file is not the droplet by its checksum.
 */
export async function downloadDroplet(
  api: Api,
  { guid, checksum }: Pick<PlatformDroplet, 'guid' | 'checksum'>,
  file: string,
  { meter, notice, signal }: DropletDownload,
): Promise<DownloadedDroplet> {
  const handle = await open(file, 'w');
  try {
    let [size, hashes] = [0, fresh()];
    for (let attempt = 1; ; attempt++) {
      const headers: Record<string, string> = { accept: '*/*', ...(size ? { range: `bytes=${size}-` } : {}) };
      const response = await api.send('GET', `/v3/droplets/${guid}/download`, { what, headers, signal });
      if (response.statusCode !== 206 && size) {
        [size, hashes] = [0, fresh()];
        await handle.truncate(0);
      }
      const left = lengthOf(response);
      const counted = meter(left === undefined ? undefined : size + left);
      counted.add(size);
      const expected = left === undefined ? undefined : size + left;
      const stop = () => response.destroy();
      signal.addEventListener('abort', stop, { once: true });
      try {
        for await (const chunk of metered(response as AsyncIterable<Buffer>, counted)) {
          await handle.write(chunk, 0, chunk.length, size);
          size += chunk.length;
          for (const hash of Object.values(hashes)) hash.update(chunk);
        }
        if (expected !== undefined && size < expected) throw new Error('it was cut off');
        break;
      } catch (error) {
        signal.throwIfAborted();
        if (attempt === attempts) throw unreached(what, api.target.api, error);
        notice(`The download was cut off after ${size} bytes and goes on.`);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    }
    const sha256 = hashes.sha256.digest('hex');
    const found = checksum?.type === 'sha1' ? hashes.sha1.digest('hex') : sha256;
    if (checksum?.value && checksum.value !== found)
      throw new StagingFailure(
        'StagingError',
        '',
        `What came is not the droplet: its ${checksum.type} is ${found}, but the platform says ${checksum.value}. Something on the way, such as a proxy, or the blobstore itself has changed it; try once more.`,
        { code: 'bad-checksum' },
      );
    return { size, sha256 };
  } finally {
    await handle.close();
  }
}

const fresh = () => ({ sha256: createHash('sha256'), sha1: createHash('sha1') });

function lengthOf({ headers }: IncomingMessage): number | undefined {
  const length = Number(headers['content-length'] ?? NaN);
  return Number.isFinite(length) ? length : undefined;
}
