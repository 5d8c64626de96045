// From the finished tree inside to a droplet on this machine, streamed: tar and gzip inside, digest and size on the way.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { labelled } from '../droplet/label';
import type { DropletLabel } from '../droplet/label';
import { StagingFailure } from '../failure';
import { tarStream } from '../tar';
import { textFile } from './skeleton';
import type { ScriptContext } from './script';
import { execBase } from './script';

export interface DropletFile {
  path: string;
  size: number;
  sha256: string;
}

export interface DropletTree {
  /** Root of the droplet inside. */
  root: string;
  /** The app, to be moved to `root/app` when it is not there yet. */
  app: string;
  /** Nothing in the droplet is younger than this (seconds since 1970): the newest file of the app. */
  newest: number;
  owner: { uid: number; gid: number };
}

/*
 * What the reference does with `cp -a`, by renaming. Like cp it stops at the first file that the user cannot read.
 */
const assemble = `
blocked=$(find "$1" ! -type l ! -readable -print -quit 2>/dev/null)
if [ -n "$blocked" ]; then echo "cp: cannot open '$blocked' for reading: Permission denied" >&2; exit 1; fi
if [ "$1" != "$2/app" ]; then mv "$1" "$2/app" || exit 1; fi
tar -xf - -C "$2" --no-same-owner`;

/** Puts the app into place, and beside it `texts` (by their path in the droplet): staging_info.yml, a log. */
export async function assembleDroplet(
  context: ScriptContext,
  tree: DropletTree,
  texts: Record<string, string>,
): Promise<void> {
  const err = context.journal.output('stderr');
  const exit = await context.sandbox.exec(
    {
      ...execBase(context),
      argv: ['/bin/bash', '-c', assemble, 'bash', tree.app, tree.root],
      stdin: tarStream(Object.entries(texts).map(([path, text]) => textFile(`/${path}`, text, tree.owner))),
      onStdout: err.write,
      onStderr: err.write,
    },
    context.signal,
  );
  err.end();
  if (exit.code !== 0)
    throw new StagingFailure(
      'StagingError',
      'Failed to copy compiled droplet: exit status 1',
      'The staged app could not be put into the droplet: a buildpack left a file that its own user cannot read, or the disk is full. The line above names it.',
    );
}

/*
 * Sorted names, fixed owners, no time later than the app's newest file and no name or time in the gzip header:
 * the same inputs give the same bytes.
 */
const archive = `
set -o pipefail
tar --sort=name --format=gnu --numeric-owner --owner="$3" --group="$4" --mtime="@$2" --clamp-mtime -C "$1" -cf - . | gzip -n -1`;

/** Streams the droplet to `file`: written beside, then renamed, so that a droplet is whole or not there. */
export async function downloadDroplet(
  context: ScriptContext,
  tree: DropletTree,
  file: string,
  label: DropletLabel,
): Promise<DropletFile> {
  const digest = createHash('sha256');
  let size = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  await writeBeside(file, async (partial) => {
    const err = context.journal.output('stderr');
    const packed = labelled(label);
    const written = pipeline(packed, meter, createWriteStream(partial), { signal: context.signal });
    written.catch(() => {});
    const exit = await context.sandbox.exec(
      {
        ...execBase(context),
        argv: [
          '/bin/bash',
          '-c',
          archive,
          'bash',
          tree.root,
          String(tree.newest),
          String(tree.owner.uid),
          String(tree.owner.gid),
        ],
        stdout: packed,
        onStderr: err.write,
      },
      context.signal,
    );
    err.end();
    await written;
    if (exit.code !== 0)
      throw new StagingFailure(
        'StagingError',
        `Failed to compress droplet filesystem: exit status ${exit.code}`,
        'The droplet could not be packed: the lines above say why, most often a full disk. Free space or make the app smaller.',
      );
  });
  return { path: file, size, sha256: digest.digest('hex') };
}

/** Lets `write` fill a file beside `file`, then renames it; on failure nothing stays. */
export async function writeBeside(file: string, write: (partial: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.partial-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  try {
    await write(partial);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
