// Why git failed, by what it printed, and what to do about it. Data: the first pattern that matches counts.
import type { Remedy } from '../../../../server/src/base/remedy';
import { trustProxy } from '../report/remedies';

interface Explanation {
  pattern: RegExp;
  /** Absent: git's own last line. */
  why?: string;
  remedy: Remedy;
}

const network =
  /could not resolve host|name or service not known|connection (?:refused|timed out|reset)|failed to connect|couldn't connect|network is unreachable|no route to host|operation too slow|empty reply from server|temporary failure|returned error: 50[234]|unable to look up/i;

const explanations: Explanation[] = [
  {
    pattern: /spawn .*ENOENT/,
    why: 'git is not installed on this machine',
    remedy: { advice: 'Install git and see that it is on the PATH, or give the buildpack as a zip or folder' },
  },
  {
    pattern: /certificate|SSL|TLS/,
    remedy: trustProxy,
  },
  {
    pattern:
      /authentication failed|could not read (?:username|password)|terminal prompts disabled|returned error: 40[13]/i,
    why: 'the server wants a user and a password, or those given are wrong',
    remedy: {
      advice:
        'Check the URL, for a private repository looks like one that does not exist; set up a credential helper for git (git clone must work without asking), or use an ssh URL',
    },
  },
  {
    pattern: /permission denied \(|host key verification failed/i,
    remedy: {
      advice:
        'See that "git clone" of this URL works in a terminal without asking: the key must be loaded in the ssh agent and the host known',
    },
  },
  {
    pattern:
      /repository .*not found|does not exist|does not appear to be a git repository|returned error: 404|not found: did you run/i,
    why: 'there is no such repository',
    remedy: { advice: 'Check the URL. An archive must end in .zip' },
  },
  {
    pattern: network,
    remedy: {
      advice: 'Check the host name, the network and the proxy (git uses http.proxy and HTTPS_PROXY), then stage again',
    },
  },
  {
    pattern: /protocol|transport '.*' not allowed/i,
    remedy: { advice: 'Buildpacks and their submodules may be fetched by https, http, ssh and git only' },
  },
  {
    pattern:
      /needed a single revision|unknown revision|not our ref|reference is not a tree|remote branch .* not found/i,
    why: 'the branch, tag or commit after the # does not exist',
    remedy: { advice: 'Correct what follows the # of the URL' },
  },
];

/** A fault of the way to the server, not of the repository: a copy from before may stand in. */
export const isOffline = (output: string): boolean => network.test(output);

export function explainGit(output: string, ref?: string): Omit<Explanation, 'pattern'> {
  const found = explanations.find(({ pattern }) => pattern.test(output));
  return (
    found ?? {
      remedy: { advice: `Try "git clone" of it${ref ? ` and "git checkout ${ref}"` : ''} in a terminal to see more` },
    }
  );
}
