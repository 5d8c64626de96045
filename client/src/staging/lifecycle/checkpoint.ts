// Keeps what a container holds before scripts run in it, and puts it back: what the platform's user may change, which is all that scripts can.
import type { Ids } from '../files/folder';
import { folder } from '../files/tar';
import type { TarEntry } from '../files/tar';
import { toolBase, toolShell } from './runScript';
import type { ScriptContext } from './runScript';

/** No script looks here, and the platform's user may write. */
const base = '/var/cache/cf-staging-checkpoints';

/** To be put inside as long as nothing has run. */
export const checkpointFolder = (user: Ids): TarEntry => folder(base, user, 0o700);

/*
 * $1 is the folder of checkpoints, $2 the name of this one, $3 a path that is left out. `roots` are the topmost folders that the user
 * may write to, found once; of what lies in them counts what is the user's own.
 */
const save = `
set -eo pipefail
cd "$1"
if [ ! -e roots ]; then
  { find / -xdev '(' -path /proc -o -path /sys -o -path "$1" ')' -prune -o -type d -writable -prune -print0 2>/dev/null || true
    if [ -w /dev/shm ]; then printf '/dev/shm\\0'; fi
  } >roots.found
  mv roots.found roots
fi
rm -rf "$2"
mkdir "$2"
n=0
while IFS= read -r -d '' root; do
  mkdir "$2/$n"
  find "$root" -mindepth 1 -maxdepth 1 -user "$UID" ! -path "$3" -print0 | xargs -0 -r cp -a -t "$2/$n" --
  n=$((n + 1))
done <roots`;

/* $2 is the name of the checkpoint, $3 a folder that was left out. What still runs could write; then what is there goes, and what was there comes back. */
const restore = `
kill -KILL -1 2>/dev/null
set -eo pipefail
cd "$1"
n=0
while IFS= read -r -d '' root; do
  find "$root" -mindepth 1 -maxdepth 1 -user "$UID" -print0 >now
  xargs -0 -r -I % find % -type d ! -perm -u+rwx -exec chmod u+rwx '{}' + <now
  xargs -0 -r rm -rf -- <now
  find "$2/$n" -mindepth 1 -maxdepth 1 -print0 | xargs -0 -r cp -a -t "$root" --
  n=$((n + 1))
done <roots
if [ -n "$3" ]; then mkdir -p "$3"; fi`;

/** Answers false for what cannot be kept, such as files that their own user may not read. `without`: a path that is left out. */
export const saveCheckpoint = (context: ScriptContext, name: string, without = ''): Promise<boolean> =>
  run(context, save, name, without);

/** Ends all that runs as the user; what was left out is an empty folder. Answers false when the container is not as it was: then nothing can be done in it any more. */
export const restoreCheckpoint = (context: ScriptContext, name: string, without = ''): Promise<boolean> =>
  run(context, restore, name, without);

async function run(context: ScriptContext, script: string, ...args: string[]): Promise<boolean> {
  const { code } = await context.sandbox.exec(
    { ...toolBase(context), cwd: '/', argv: [...toolShell, script, 'bash', base, ...args], onStdout: () => {} },
    context.signal,
  );
  return code === 0;
}
