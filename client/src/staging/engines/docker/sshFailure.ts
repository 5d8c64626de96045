// Why ssh did not bring us to an engine, from its own words: what is wrong over there or here, and what to do about it.
import type { Remedy } from '../../../../../server/src/base/remedy';
import { Refusal } from './engineAddress';
import { hostOf, sshTarget } from './engineCli';

/** ssh has got there, but the program that leads to the engine is not installed. */
export class NoSuchProgram extends Refusal {}

interface Row {
  said: RegExp;
  /** The end of a sentence. */
  reason: string;
  advice: string;
  /** What to type; `$TARGET` is the host as ssh is given it, `$KNOWN` as known_hosts names it. */
  command?: string;
}

/** The first that applies counts. Words of OpenSSH 7 to 9, of `docker system dial-stdio` and `podman system dial-stdio`. */
const rows: Row[] = [
  {
    said: /REMOTE HOST IDENTIFICATION HAS CHANGED|Offending \S+ key/,
    reason: 'its host key is another than the one known here, so it may be another machine',
    advice: 'If it has been set up anew, forget the old key, then connect once in a terminal and compare the new one',
    command: "ssh-keygen -R '$KNOWN' && ssh $TARGET",
  },
  {
    said: /Host key verification failed|No \S+ host key is known/,
    reason: 'its host key is not known here',
    advice: 'Connect once in a terminal and compare the key that ssh shows',
    command: 'ssh $TARGET',
  },
  {
    said: /UNPROTECTED PRIVATE KEY FILE|bad permissions/i,
    reason: 'ssh does not use your private key, because others may read its file',
    advice: 'Take the right to read it from others',
    command: 'chmod 600 KEYFILE',
  },
  {
    said: /Permission denied \(|Too many authentication failures|No more authentication methods/,
    reason: 'it accepts none of your keys, and nobody is asked for passwords here',
    advice: 'Add the right key to your ssh agent, or name it in ~/.ssh/config as IdentityFile',
    command: 'ssh-add && ssh $TARGET true',
  },
  {
    said: /dial-stdio.*(?:permission denied)|permission denied while trying to connect|docker\.sock: connect: permission denied/i,
    reason: 'your user there may not use Docker',
    advice: 'Add that user to the group docker there',
    command: `ssh $TARGET 'sudo usermod -aG docker "$USER"'`,
  },
  {
    said: /Cannot connect to the Docker daemon|unable to connect to Podman socket|connect: no such file or directory/i,
    reason: 'no engine listens there',
    advice: 'Start Docker or Podman’s socket there',
    command: `ssh $TARGET 'systemctl --user enable --now podman.socket || sudo systemctl start docker'`,
  },
  {
    said: /Could not resolve hostname/,
    reason: 'no such host',
    advice: 'Check the name, or give it in ~/.ssh/config as HostName',
  },
  {
    said: /Connection timed out|Operation timed out|No route to host|Network is unreachable/,
    reason: 'it does not answer',
    advice: 'Check that the machine runs and that a VPN or firewall lets ssh through',
  },
  {
    said: /Connection refused/,
    reason: 'no ssh server listens there',
    advice: 'Start its ssh server, or name the right port as in ssh://user@host:2222',
  },
  {
    said: /Connection (?:reset|closed)|kex_exchange_identification|banner exchange/,
    reason: 'it hung up before anybody could log in',
    advice: 'See what ssh says in a terminal',
    command: 'ssh -v $TARGET true',
  },
];

/** For an ssh to `url` that ended with `status` (undefined: by a signal) after it had said `words` on standard error. */
export function sshFailure(url: string, status: number | null, words: string): Refusal {
  const row = rows.find(({ said }) => said.test(words));
  const last = words.trim().split('\n').at(-1)?.trim();
  if (!row && status === 127)
    return new NoSuchProgram('neither Docker nor Podman is found there', {
      advice: 'Install one of them there, or see to it that ssh finds its program in PATH',
      command: `ssh ${sshTarget(url).join(' ')} 'echo $PATH'`,
    });
  if (!row) return new Refusal(last || `ssh ended with status ${status}`);
  return new Refusal(row.reason, {
    advice: row.advice,
    command: row.command?.replaceAll('$TARGET', sshTarget(url).join(' ')).replaceAll('$KNOWN', knownAs(url)),
  } satisfies Remedy);
}

/** As known_hosts names it: `far`, with a port `[far]:2222`. */
function knownAs(url: string): string {
  const { port } = new URL(url);
  return port && port !== '22' ? `[${hostOf(url)}]:${port}` : hostOf(url);
}
