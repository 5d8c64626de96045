// Why git failed, by what it printed, and what to do about it. Data: the first pattern that matches counts.
import { trustProxy } from './remedy';
import type { Remedy } from './remedy';

/** `private`: it wants credentials (GitHub says so for missing repositories too). `refused`: we do not let git go there. */
export type GitFault =
  'no-git' | 'certificate' | 'private' | 'not-found' | 'unreachable' | 'refused' | 'no-ref' | 'unknown';

interface Explanation {
  fault: GitFault;
  why: string;
  remedy: Remedy;
}

const sshSays =
  /^(?:ssh|kex_exchange_identification): |^Unable to negotiate with |^Connection (?:closed|reset) by |permission denied \(/im;

/** Without `why`: the words of git, or of ssh. */
const explanations: (Omit<Explanation, 'why'> & { pattern: RegExp; why?: string })[] = [
  {
    pattern: /spawn .*ENOENT/,
    fault: 'no-git',
    why: 'git is not installed on this machine',
    remedy: { advice: 'Install git and see that it is on the PATH, or give the buildpack as a zip or folder' },
  },
  {
    // `error: cannot run ssh: No such file or directory`
    pattern: /cannot run ssh/,
    fault: 'no-git',
    why: 'ssh is not installed on this machine',
    remedy: { advice: 'Install it and see that it is on the PATH, or use an https URL' },
  },
  {
    pattern: /host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/i,
    fault: 'private',
    why: 'ssh does not know the key of this host, or it has changed (host key verification failed)',
    remedy: {
      advice: 'Connect to it once with ssh in a terminal and compare the key, which then is kept in ~/.ssh/known_hosts',
    },
  },
  {
    pattern: /permission denied \(|too many authentication failures/i,
    fault: 'private',
    remedy: {
      advice:
        'See that "git clone" of this URL works in a terminal without asking: the key must be loaded in the ssh agent (ssh-add -l) and known to the server',
    },
  },
  {
    // `ssh: connect to host h port 22: Connection refused`, `ssh: Could not resolve hostname h: …`, `kex_exchange_identification: …`
    pattern: sshSays,
    fault: 'unreachable',
    remedy: {
      advice:
        'Check host, port and network. "ssh -T" to this host in a terminal must get through: proxies and ports of ssh are set in ~/.ssh/config; or use an https URL',
    },
  },
  {
    pattern: /is this a git repository/,
    fault: 'not-found',
    why: 'the server answers with something else than a git repository, a web page perhaps',
    remedy: { advice: 'Check the URL in a browser. An archive must end in .zip' },
  },
  {
    pattern:
      /could not resolve host|name or service not known|connection (?:refused|timed out|reset)|failed to connect|couldn't connect|network is unreachable|no route to host|operation too slow|empty reply from server|temporary failure|returned error: 50[234]|unable to look up/i,
    fault: 'unreachable',
    remedy: {
      advice: 'Check the host name, the network and the proxy (git uses http.proxy and HTTPS_PROXY), then stage again',
    },
  },
  {
    pattern: /certificate|SSL|TLS/,
    fault: 'certificate',
    remedy: trustProxy,
  },
  {
    pattern:
      /authentication failed|could not read (?:username|password)|terminal prompts disabled|returned error: 40[13]/i,
    fault: 'private',
    why: 'the server wants a user and a password, or those given are wrong',
    remedy: {
      advice:
        'Check the URL, for a private repository looks like one that does not exist; set up a credential helper for git (git clone must work without asking), or use an ssh URL',
    },
  },
  {
    pattern:
      /repository .*not (?:found|exported)|does not exist|does not appear to be a git repository|returned error: 404|not found: did you run/i,
    fault: 'not-found',
    why: 'there is no such repository',
    remedy: { advice: 'Check the URL. An archive must end in .zip' },
  },
  {
    pattern: /protocol .*not (?:allowed|supported)|transport .* not allowed/i,
    fault: 'refused',
    remedy: { advice: 'Buildpacks and their submodules may be fetched by https, http, ssh and git only' },
  },
  {
    pattern:
      /needed a single revision|unknown revision|not our ref|reference is not a tree|remote branch .* not found/i,
    fault: 'no-ref',
    why: 'the branch, tag or commit after the # does not exist',
    remedy: { advice: 'Correct what follows the # of the URL' },
  },
];

/** @param output what git printed: `fatal: repository 'https://host/x/' not found`. Names in quotes are no reasons. */
export function gitFailure(output: string): Explanation {
  const said = output.replace(/'[^'\n]*'/g, "''");
  const found = explanations.find(({ pattern }) => pattern.test(said));
  return {
    fault: found?.fault ?? 'unknown',
    why: found?.why ?? ownWords(output),
    remedy: found?.remedy ?? { advice: 'Try "git clone" of it in a terminal to see more' },
  };
}

/** What ssh says, for git only adds that it could not read and that one should check one's rights; else git's last line. */
function ownWords(output: string): string {
  const lines = output.trim().split(/(?<!\s)\s*\n/);
  const ssh = lines.find((line) => sshSays.test(line));
  return (ssh ?? lines.at(-1) ?? '').replace(/^(?:fatal|ssh): /, '');
}
