// The files that options name. A pipe that the user names, `--services <(vault read …)`, is read once and to its end; one that an
// app holds is never read.
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { readRegularFile, toRead } from '../../../../server/src/base/disk';
import { badInput } from '../report/failure';
import { options } from './options';
import type { Values } from './options';
import { existing } from './optionKinds';

/** The bytes of a file: of a pipe that was named what it gave, else those on the disk. */
export type ReadGiven = (path: string) => Buffer;

/** Options whose files are read by the command itself. */
const mayBePipes = ['services', 'variablesFiles', 'manifest', 'newerManifest'] as const;

/** Throws StagingFailure `BadInput` for what is not there or cannot be read, or the signal's reason. */
export async function givenFiles(values: Values, signal: AbortSignal): Promise<ReadGiven> {
  const pipes = new Map<string, Buffer>();
  for (const field of mayBePipes)
    for (const path of [values[field] ?? []].flat())
      if (statSync(path, { throwIfNoEntry: false })?.isFIFO())
        pipes.set(path, await readPipe(`--${options[field].name}`, path, signal));
  assertFiles(values, pipes);
  return (path) => pipes.get(path) ?? readRegularFile(path);
}

/** The files are there, and none but those in `read` is a pipe. Throws StagingFailure `BadInput`. */
export function assertFiles(values: Values, read: ReadonlyMap<string, Buffer> = new Map()): void {
  for (const field of ['variablesFiles', 'services', 'caFiles'] as const)
    for (const file of [values[field] ?? []].flat()) if (!read.has(file)) existing(`--${options[field].name}`, file);
}

const megabyte = 2 ** 20;
const most = 16 * megabyte;
/** Milliseconds that who writes may take to begin, and to go on. */
const patience = { begin: 2000, goOn: 60_000 };
const pause = 10;

/** Never waits in the system, where nothing could wake it: it asks again and again, until all who write have ended. */
async function readPipe(option: string, path: string, signal: AbortSignal): Promise<Buffer> {
  const handle = await open(path, toRead);
  const chunks: Buffer[] = [];
  let [size, silent] = [0, 0];
  try {
    for (;;) {
      signal.throwIfAborted();
      const got = await handle.read(Buffer.alloc(64 * 1024)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EAGAIN') return undefined;
        throw error;
      });
      if (got?.bytesRead) {
        chunks.push(got.buffer.subarray(0, got.bytesRead));
        size += got.bytesRead;
        silent = 0;
        if (size > most)
          throw badInput(`${option}: ${path} gives more than ${most / megabyte} MB. Name a smaller file.`);
        continue;
      }
      const nobodyWrites = got !== undefined;
      if (nobodyWrites && (size > 0 || silent >= patience.begin)) return Buffer.concat(chunks);
      if (silent >= patience.goOn)
        throw badInput(`${option}: nothing has come from ${path} for a minute. Look at the program that writes to it.`);
      await delay(pause, undefined, { signal });
      silent += pause;
    }
  } finally {
    await handle.close();
  }
}
