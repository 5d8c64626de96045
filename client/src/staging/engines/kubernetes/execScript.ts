// How a program is started in a pod: exec there knows neither user nor folder nor environment, its arguments stand in a URL that
// is logged, and its input cannot be ended. So a constant command reads a script from its input, with its length in front.
import { shellWord, withAllVariables } from '../shellScript';
import type { Exec } from '../engine';

/** A volume of the pod that only root can write to, unless all there is the platform's user. */
export const ownFolder = '/.cf-staging';

/** Reads `<bytes>\n<script>` and becomes that script. Nothing of it can be seen among the processes. */
export const bootstrap = [
  '/bin/sh',
  '-c',
  `read -r n && s=$(umask 077 && mktemp ${ownFolder}/exec.XXXXXX) && head -c "$n" >"$s" && . "$s"`,
];

/**
 * The script of a program, as `bootstrap` reads it. `user` is undefined where the pod cannot change it; `enough` is a secret word
 * that stands at the end of standard error when no more input is wanted.
 */
export function execScript(command: Exec, user: string | undefined, enough: string): Buffer {
  const merged = command.onStderr ? '' : ' 2>&1';
  const program = `${become(user)}${withAllVariables(command.argv, command.env).map(shellWord).join(' ')}${merged}`;
  const script = `rm -f "$s"
unset s n PWD OLDPWD ${hidden}
cd -- ${shellWord(command.cwd)} && unset PWD OLDPWD || exit 125
echo $$
${homeOf(user)}ulimit -n 16384 2>/dev/null
${exportsOf(command.env)}
${command.stdin ? framedInput(program, enough) : `exec ${program} </dev/null`}
`;
  return headed(Buffer.from(script));
}

/** The length in front, so that the reader knows where it ends. */
const headed = (data: Buffer): Buffer => Buffer.concat([Buffer.from(`${data.length}\n`), data]);

/** What a pod has in its environment and a container on Docker has not. */
const hidden = '$(env | sed -n "s/^\\(KUBERNETES_[A-Z0-9_]*\\)=.*/\\1/p")';

/** No more rights than a container's process has that never was root. */
const become = (user: string | undefined): string => {
  if (user === undefined) return '';
  const [uid, gid = uid] = user === 'root' ? ['0'] : user.split(':');
  return `setpriv --reuid ${uid} --regid ${gid} --clear-groups --no-new-privs --inh-caps=-all `;
};

/** As on Docker; the environment given counts more. */
const homeOf = (user: string | undefined): string =>
  user === undefined ? '' : `HOME=$(getent passwd ${user.split(':')[0]} | cut -d: -f6) && export HOME="\${HOME:-/}"\n`;

function exportsOf(env: Record<string, string>): string {
  const named = Object.entries(env).filter(([name]) => /^[A-Za-z_]\w*$/.test(name));
  return named.map(([name, value]) => `export ${shellWord(`${name}=${value}`)}`).join('\n');
}

/**
 * Input comes in frames, because a WebSocket's channel cannot be closed alone: `<bytes>\n<data>` each, `0\n` at the end. When the
 * program ends before it has read all, the rest is still taken, or the connection would break before it has told the status;
 * `enough` on standard error asks for no more.
 */
const framedInput = (program: string, enough: string): string => `exec 3<&0 5>&2
f=${ownFolder}/input.$$
mkfifo -m 600 "$f" || exit 125
{ while read -r n && [ "$n" -gt 0 ] && head -c "$n"; do :; done; } <&3 >"$f" 5>&- &
exec 3<&- 4<"$f"
rm -f "$f"
${program} <&4 4<&- 5>&-
code=$?
printf %s ${shellWord(enough)} >&5
cat <&4 >/dev/null
exit "$code"`;

/** The frame of input that stands for its end. */
export const lastFrame = Buffer.from('0\n');

/** Input is sent in pieces of this size at least: each costs a process in the pod. */
const frameSize = 256 * 1024;

/** Frames of input, the last one included. */
export async function* frames(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [pieces, bytes]: [Buffer[], number] = [[], 0];
  for await (const piece of input) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes < frameSize) continue;
    yield headed(Buffer.concat(pieces));
    [pieces, bytes] = [[], 0];
  }
  if (bytes) yield headed(Buffer.concat(pieces));
  yield lastFrame;
}

/** Becomes the shell that `script` starts, as the user and in the folder of a program. */
export const shellIn = (user: string | undefined, cwd: string, script: string): string =>
  `cd -- ${shellWord(cwd)} && exec ${become(user)}${script}`;
