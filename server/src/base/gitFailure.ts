// Why git failed, by what it printed, and what to do about it. Data: the first pattern that matches counts.
import { trustProxy } from './remedy';
import type { Remedy } from './remedy';

/** `private`: it wants credentials (GitHub says so for missing repositories too). `refused`: we do not let git go there. */
export type GitFault =
  'no-git' | 'certificate' | 'private' | 'not-found' | 'unreachable' | 'refused' | 'no-ref' | 'unknown';

interface Explanation {
  fault: GitFault;
  /** Absent: git's own last line. */
  why?: string;
  remedy: Remedy;
}

const explanations: (Explanation & { pattern: RegExp })[] = [
  {
    pattern: /spawn .*ENOENT/,
    fault: 'no-git',
    why: 'git is not installed on this machine',
    remedy: { advice: 'Install git and see that it is on the PATH, or give the buildpack as a zip or folder' },
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
    pattern: /permission denied \(|host key verification failed/i,
    fault: 'private',
    remedy: {
      advice:
        'See that "git clone" of this URL works in a terminal without asking: the key must be loaded in the ssh agent and the host known',
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
  return (
    explanations.find(({ pattern }) => pattern.test(said)) ?? {
      fault: 'unknown',
      remedy: { advice: 'Try "git clone" of it in a terminal to see more' },
    }
  );
}
