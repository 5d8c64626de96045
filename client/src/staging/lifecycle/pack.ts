// From the finished tree inside to a droplet on this machine, streamed: tar and gzip inside, digest and size on the way.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { labelled } from '../formats/label';
import type { DropletLabel } from '../formats/label';
import { StagingFailure } from '../report/failure';
import type { Write } from '../files/outputs';
import { tarStream, textFile } from '../files/tar';
import { toolBase, toolShell } from './runScript';
import type { ScriptContext } from './runScript';
import { LineSplitter } from '../report/outputLines';
import type { Meter } from '../report/progress';
import { systemReason } from '../report/systemReason';

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
 * What the reference does with `cp -a`, by renaming. Like cp it stops at the first file that the user cannot read (root, who
 * may run the local engine, could: so the modes count, too). Prints the
 * size of the whole in KiB, on disk and as an archive has it, for holes in files are real zeros there.
 */
const assemble = `
blocked=$(find "$1" ! -type l '(' ! -readable -o ! -perm -u+r -o -type d '(' ! -executable -o ! -perm -u+x ')' ')' -print -quit 2>/dev/null)
if [ -n "$blocked" ]; then echo "cp: cannot open '$blocked' for reading: Permission denied" >&2; exit 1; fi
if [ "$1" != "$2/app" ]; then mv "$1" "$2/app" || exit 1; fi
tar -xf - -C "$2" --no-same-owner || exit 1
du -sk "$2"; du -sk --apparent-size "$2"`;

/** Puts the app into place, and beside it `texts` (by their path in the droplet): staging_info.yml, a log. Answers the megabytes it takes. */
export async function assembleDroplet(
  context: ScriptContext,
  tree: DropletTree,
  texts: Record<string, string>,
): Promise<number> {
  const err = context.journal.output('stderr');
  let size = '';
  const exit = await context.sandbox.exec(
    {
      ...toolBase(context),
      argv: [...toolShell, assemble, 'bash', tree.app, tree.root],
      stdin: tarStream(Object.entries(texts).map(([path, text]) => textFile(`/${path}`, text, tree.owner))),
      onStdout: (chunk) => (size += chunk.toString()),
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
  return Math.max(...size.split('\n').map((line) => Number.parseInt(line) || 0)) / 1024;
}

/*
 * Sorted names, fixed owners, no time later than the app's newest file and no name or time in the gzip header: the same inputs
 * give the same bytes. Blocks are compressed side by side, each as a gzip member of its own, which readers take as one stream. A
 * mark on standard error says when one is through.
 */
const blockDone = '\u0001block done';
const blockSize = 8 * 2 ** 20;
const archive = `
set -o pipefail
blocks=$(mktemp -d "$1/../droplet.XXXXXX") || exit 1
trap 'rm -rf "$blocks"' EXIT
cores=$(nproc) jobs=()
give() { wait "\${jobs[$1]}" && cat "$blocks/$1.gz" && rm "$blocks/$1.gz" && echo '${blockDone}' >&2; }
compress() {
  local made=0 given=0
  while :; do
    dd bs=${blockSize} count=1 iflag=fullblock status=none of="$blocks/$made" || return 1
    [ -s "$blocks/$made" ] || break
    gzip -n -1 "$blocks/$made" & jobs[made]=$!
    made=$((made + 1))
    if [ $((made - given)) -gt "$cores" ]; then give "$given" || return 1; given=$((given + 1)); fi
  done
  while [ "$given" -lt "$made" ]; do give "$given" || return 1; given=$((given + 1)); done
}
tar --sort=name --format=gnu --numeric-owner --owner="$3" --group="$4" --mtime="@$2" --clamp-mtime -C "$1" -cf - . | compress`;

/** The droplet as a stream into a file; size in bytes and digest are known when it is written. */
export class DropletPacker {
  size = 0;
  private readonly digest = createHash('sha256');

  constructor(
    private readonly context: ScriptContext,
    private readonly tree: DropletTree,
    private readonly label: DropletLabel,
    /** Counts what is compressed. */
    private readonly meter: Meter,
  ) {}

  get sha256(): string {
    return this.digest.digest('hex');
  }

  write: Write = async (partial) => {
    const { root, newest, owner } = this.tree;
    const counted = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.digest.update(chunk);
        this.size += chunk.length;
        done(null, chunk);
      },
    });
    const told = new LineSplitter((line) => {
      if (line === blockDone) this.meter.add(blockSize);
      else this.context.journal.log(line, 'stderr');
    });
    const args = [root, String(newest), String(owner.uid), String(owner.gid)];
    const code = await pack(
      this.context,
      [...toolShell, archive, 'bash', ...args],
      [labelled(this.label), counted],
      partial,
      told,
    );
    if (code !== 0)
      throw new StagingFailure(
        'StagingError',
        `Failed to compress droplet filesystem: exit status ${code}`,
        'The droplet could not be packed: the lines above say why, most often a full disk. Free space or make the app smaller.',
      );
  };
}

/** Streams the output of `argv` through `stages` into a file, its standard error into `err`; answers its exit status. */
export async function pack(
  context: ScriptContext,
  argv: string[],
  stages: [Duplex, ...Duplex[]],
  file: string,
  err = context.journal.output('stderr'),
): Promise<number> {
  const written = pipeline([...stages, createWriteStream(file)], { signal: context.signal });
  written.catch(() => {});
  const packed = context.sandbox.exec(
    { ...toolBase(context), argv, stdout: stages[0], onStderr: err.write },
    context.signal,
  );
  packed.catch(() => {}); // fails as a consequence when the file cannot be written
  await written.catch((error: NodeJS.ErrnoException) => {
    context.signal.throwIfAborted();
    throw error.syscall ? cannotWrite(file, error) : error;
  });
  const { code } = await packed;
  err.end();
  return code;
}

function cannotWrite(file: string, error: NodeJS.ErrnoException): StagingFailure {
  const why = systemReason(error);
  return new StagingFailure(
    'StagingError',
    `Cannot write to ${dirname(file)}: ${why}`,
    `The staged app cannot be written to ${dirname(file)} on this machine: ${why}.`,
    {
      remedies: [
        {
          advice: 'Free space there, or choose another place',
          setting: 'staging.dropletFolder',
          option: '--droplet FILE and --cache DIR',
        },
      ],
    },
  );
}
