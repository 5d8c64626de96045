// How a program is started in a pod: exec there knows neither user nor folder nor environment, its arguments stand in a URL that
// is logged, and its input cannot be ended. So a constant command reads all that from its input, becomes the user, and only then
// takes the environment: nothing of the user's is run as root.
import { shellWord } from '../shellScript';
import type { Exec } from '../engine';

/** A volume of the pod that only root can write to. */
export const ownFolder = '/.cf-staging';

/** No more rights than a container's process has that never was root. */
const become = '/usr/bin/setpriv --reuid "$u" --regid "$g" --clear-groups --no-new-privs --inh-caps=-all';

/*
 * Its input: a line `<bytes> <uid> <gid> <processes> <enough>`, the script, and frames of input for the program, `<bytes>\n<data>`
 * each and `0\n` at the end, because a WebSocket's channel cannot be closed alone. When the program ends before it has read all,
 * the rest is still taken, or the connection would break before it has told the status; `enough` on standard error asks for no
 * more. It is `-` where there is no input, and `uid` is where one can become nobody else.
 */
const launcher = `PATH=/usr/sbin:/usr/bin:/sbin:/bin
read -r n u g p enough || exit 125
s=$(umask 077 && mktemp ${ownFolder}/exec.XXXXXX) && head -c "$n" >"$s" || exit 125
unset PWD OLDPWD LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT BASH_ENV ENV $(env | sed -n 's/^\\(KUBERNETES_[A-Z0-9_]*\\)=.*/\\1/p')
ulimit -n 16384 2>/dev/null
if [ "$u" = - ]; then set --; else
  chown "$u:$g" "$s"
  HOME=$(getent passwd "$u" | cut -d: -f6); export HOME="\${HOME:-/}"
  [ "$u" = 0 ] || [ "$p" = - ] || prlimit --pid $$ --nproc="$p:$p"
  set -- ${become}
fi
exec 9<"$s"
rm -f "$s"
[ "$enough" = - ] && exec "$@" /bin/sh /dev/fd/9 </dev/null
f=${ownFolder}/input.$$
mkfifo -m 600 "$f" || exit 125
exec 3<&0 5>&2
{ while read -r n && [ "$n" -gt 0 ] && head -c "$n"; do :; done; } <&3 >"$f" 5>&- 9<&- &
exec 3<&- 4<"$f"
rm -f "$f"
"$@" /bin/sh /dev/fd/9 <&4 4<&- 5>&-
code=$?
printf %s "$enough" >&5
exec 9<&-
cat <&4 >/dev/null
exit "$code"`;

/** What each exec runs. Nothing of the program can be seen in it. */
export const bootstrap = ['/bin/sh', '-c', launcher];

/** The user of a program, when the pod can become it, and how many processes that user may have on the node. */
export interface Become {
  user: string;
  pids?: number;
}

/**
 * What `bootstrap` reads before any input. `enough` is a secret word, which stands at the end of standard error when no more
 * input is wanted.
 */
export function execScript(command: Exec, as: Become | undefined, enough: string): Buffer {
  const [uid, gid = uid] = as === undefined ? ['-'] : as.user === 'root' ? ['0'] : as.user.split(':');
  const script = Buffer.from(userScript(command));
  const line = [script.length, uid, gid, as?.pids ?? '-', command.stdin ? enough : '-'].join(' ');
  return Buffer.concat([Buffer.from(`${line}\n`), script]);
}

/** Run as the user: tells its process group, takes the environment, and becomes the program. */
const userScript = (command: Exec): string => `exec 9<&-
cd -- ${shellWord(command.cwd)} || exit 125
unset PWD OLDPWD
read -r _ _ _ _ group _ </proc/$$/stat
echo "$group"
unset group
${Object.keys(command.env).every((name) => /^[A-Za-z_]\w*$/.test(name)) ? becomeByShell(command) : becomeByPerl(command)}`;

const mergedWhere = (onStderr: Exec['onStderr']) => (onStderr ? '' : ' 2>&1');

const becomeByShell = ({ argv, env, onStderr }: Exec): string => `${Object.entries(env)
  .map(([name, value]) => `export ${shellWord(`${name}=${value}`)}\n`)
  .join('')}exec ${argv.map(shellWord).join(' ')}${mergedWhere(onStderr)}
`;

/*
 * No shell can name `spring.profiles.active`, and `env` would have it among its arguments, which all in the pod can read for a
 * moment. perl, which Debian and Ubuntu always have, reads names and values from the script.
 */
const becomeByPerl = ({ argv, env, onStderr }: Exec): string => `exec /usr/bin/perl -e '
open V, "<&=3";
while (<V>) { my ($name, $value) = map { pack "H*", $_ } split / /, s/\\n//r, 2; $ENV{$name} = $value }
close V;
exec { $ARGV[0] } @ARGV;
print STDERR "$ARGV[0]: $!\\n";
exit($! == 2 ? 127 : 126)' -- ${argv.map(shellWord).join(' ')}${mergedWhere(onStderr)} 3<<'end of variables'
${Object.entries(env)
  .map((pair) => `${pair.map((text) => Buffer.from(text).toString('hex')).join(' ')}\n`)
  .join('')}end of variables
`;

/** The frame of input that stands for its end. */
export const lastFrame = Buffer.from('0\n');

/** Input is sent in pieces of this size at least: each costs a process in the pod. */
const frameSize = 256 * 1024;

const headed = (data: Buffer): Buffer => Buffer.concat([Buffer.from(`${data.length}\n`), data]);

/** Frames of input, the last one included. */
export async function* frames(input: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  let [pieces, bytes]: [Buffer[], number] = [[], 0];
  for await (const one of input) {
    const piece = typeof one === 'string' ? Buffer.from(one) : one;
    pieces.push(piece);
    bytes += piece.length;
    if (bytes < frameSize) continue;
    yield headed(Buffer.concat(pieces));
    [pieces, bytes] = [[], 0];
  }
  if (bytes) yield headed(Buffer.concat(pieces));
  yield lastFrame;
}

/** Becomes the shell that `script` starts, in the folder of a program and as its user, where one can become another. */
export function shellIn(user: string | undefined, cwd: string, script: string): string {
  if (user === undefined) return `cd -- ${shellWord(cwd)} && exec ${script}`;
  const [uid = '0', gid = uid] = user === 'root' ? ['0'] : user.split(':');
  return `cd -- ${shellWord(cwd)} && u=${uid} g=${gid} && exec ${become} ${script}`;
}
