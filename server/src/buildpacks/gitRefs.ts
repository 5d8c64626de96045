// The branches and tags of a git repository: `git ls-remote`.
import { withoutCredentials } from '../base/credentials';
import { isLate, within } from '../base/deadline';
import { GitFailed, runGit } from '../base/git';
import type { GitOptions } from '../base/git';
import { gitFailure } from '../base/gitFailure';
import type { GitFault } from '../base/gitFailure';
import { hidesOption } from './reference';

interface GitRef {
  name: string;
  type: 'branch' | 'tag';
  commit: string;
}

export interface GitRefs {
  refs: GitRef[];
  defaultBranch?: string;
  /** Commit of the default branch. */
  head?: string;
}

/** Asks the repository. Throws what `runGit` throws; refs beyond `most` are not kept. */
export async function gitRefs(
  url: string,
  options: Omit<GitOptions, 'onLine' | 'access'>,
  most = Infinity,
): Promise<GitRefs> {
  const collected = new RefCollector(most);
  const bare = withoutCredentials(url);
  await runGit(['ls-remote', '--symref', '--', bare.url], {
    ...options,
    access: bare.access,
    onLine: (line) => collected.add(line),
  });
  return collected.answer();
}

/** Reads lines such as `ref: refs/heads/main\tHEAD`, `<sha>\trefs/tags/v1` and `<sha>\trefs/tags/v1^{}` (the commit behind a tag object). */
class RefCollector {
  private readonly refs = new Map<string, GitRef>();
  private defaultBranch?: string;
  private head?: string;

  constructor(private readonly most: number) {}

  add(line: string): void {
    const [left = '', name = ''] = line.split('\t', 2);
    if (left.startsWith('ref: refs/heads/') && name === 'HEAD')
      this.defaultBranch = left.slice('ref: refs/heads/'.length);
    else if (name === 'HEAD') this.head = left;
    else if (name.endsWith('^{}')) {
      const tag = this.refs.get(name.slice(0, -3));
      if (tag) tag.commit = left;
    } else if (this.refs.size < this.most) {
      const found = /^refs\/(heads|tags)\/(.+)$/.exec(name);
      if (found) this.refs.set(name, { name: found[2]!, type: found[1] === 'heads' ? 'branch' : 'tag', commit: left });
    }
  }

  answer(): GitRefs {
    return {
      refs: [...this.refs.values()],
      ...(this.defaultBranch && { defaultBranch: this.defaultBranch }),
      ...(this.head && { head: this.head }),
    };
  }
}

export type RemoteAnswer = ({ ok: true } & GitRefs) | { ok: false; reason: GitFault | 'timeout' };

export interface RemoteOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
  /** PEM files to trust besides the usual authorities. */
  caFiles?: string[];
}

/** Refs beyond this number are no help in a completion list. */
const mostRefs = 5000;

/** Asks for an editor, which cannot wait long. Never rejects. */
export async function askRemote(url: string, options: RemoteOptions = {}): Promise<RemoteAnswer> {
  if (hidesOption(url)) return { ok: false, reason: 'refused' };
  const { timeoutMs = 5000, caFiles } = options;
  try {
    const refs = await within(timeoutMs, [options.signal], (signal) => gitRefs(url, { signal, caFiles }, mostRefs));
    return { ok: true, ...refs };
  } catch (error) {
    if (isLate(error) || options.signal?.aborted) return { ok: false, reason: 'timeout' };
    return { ok: false, reason: error instanceof GitFailed ? gitFailure(error.output).fault : 'unknown' };
  }
}
