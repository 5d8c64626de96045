// Asks a git repository for its branches and tags: `git ls-remote`, without prompts, without options from the URL, with a time limit
// after which the whole process group is gone. The only file of the server that starts a process.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { hidesOption } from './problems';
import { userInfoOf } from './reference';

interface RemoteRef {
  name: string;
  type: 'branch' | 'tag';
  commit: string;
}

export type RemoteAnswer =
  { ok: true; refs: RemoteRef[]; defaultBranch?: string; head?: string } | { ok: false; reason: RemoteFailure };

/** `private`: it wants credentials (GitHub says so for missing repositories too). `no-git`: there is no git on this machine. */
export type RemoteFailure = 'private' | 'not-found' | 'unreachable' | 'timeout' | 'no-git' | 'refused';

export interface RemoteOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Program to run; tests replace it. */
  git?: string;
  /** Also allow `file://`: for tests. */
  protocols?: string;
}

/** Refs beyond this number are not kept; a repository with so many is no help in a completion list. */
const mostRefs = 5000;

/** Lists branches and tags of a repository. Never rejects. */
export function listRemote(url: string, options: RemoteOptions = {}): Promise<RemoteAnswer> {
  if (hidesOption(url)) return Promise.resolve({ ok: false, reason: 'refused' });
  if (options.signal?.aborted) return Promise.resolve({ ok: false, reason: 'timeout' });
  const { bare, environment } = withoutSecret(url);
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn(options.git ?? 'git', ['-c', 'credential.helper=', 'ls-remote', '--symref', '--', bare], {
        // Not the workspace: its .git/config must have no say.
        cwd: tmpdir(),
        env: { ...gitEnvironment(options.protocols), ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
    } catch {
      return resolve({ ok: false, reason: 'no-git' });
    }
    const collected = new RefCollector();
    let errors = '';
    let failure: RemoteFailure | undefined;
    const stop = (reason: RemoteFailure) => {
      failure ??= reason;
      killGroup(child);
    };
    const onAbort = () => stop('timeout');
    const timer = setTimeout(onAbort, options.timeoutMs ?? 5000);
    options.signal?.addEventListener('abort', onAbort);
    const lines = createInterface({ input: child.stdout! });
    lines.on('line', (line) => collected.add(line));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      if (errors.length < 8192) errors += text;
    });
    const finish = (answer: RemoteAnswer) => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      resolve(answer);
    };
    child.once('error', () => finish({ ok: false, reason: failure ?? 'no-git' }));
    child.once('close', (code) => {
      if (code === 0 && !failure) finish(collected.answer());
      else finish({ ok: false, reason: failure ?? classify(errors) });
    });
  });
}

/** Reads lines such as `ref: refs/heads/main\tHEAD`, `<sha>\trefs/tags/v1` and `<sha>\trefs/tags/v1^{}` (the commit behind a tag object). */
class RefCollector {
  private readonly refs = new Map<string, RemoteRef>();
  private defaultBranch?: string;
  private head?: string;

  add(line: string): void {
    const [left = '', name = ''] = line.split('\t', 2);
    if (left.startsWith('ref: refs/heads/') && name === 'HEAD')
      this.defaultBranch = left.slice('ref: refs/heads/'.length);
    else if (name === 'HEAD') this.head = left;
    else if (name.endsWith('^{}')) {
      const tag = this.refs.get(name.slice(0, -3));
      if (tag) tag.commit = left;
    } else if (this.refs.size < mostRefs) {
      const found = /^refs\/(heads|tags)\/(.+)$/.exec(name);
      if (found) this.refs.set(name, { name: found[2]!, type: found[1] === 'heads' ? 'branch' : 'tag', commit: left });
    }
  }

  answer(): RemoteAnswer {
    return {
      ok: true,
      refs: [...this.refs.values()],
      ...(this.defaultBranch && { defaultBranch: this.defaultBranch }),
      ...(this.head && { head: this.head }),
    };
  }
}

/** Our environment for git: nobody is asked anything, only network protocols, no GIT_ variables from outside. */
function gitEnvironment(protocols = 'https:http:git:ssh'): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'true',
    SSH_ASKPASS: 'true',
    SSH_ASKPASS_REQUIRE: 'never',
    GCM_INTERACTIVE: 'never',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: protocols,
    GIT_CEILING_DIRECTORIES: tmpdir(),
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=5',
  };
}

/** Takes `user:password@` out of an http URL, where `ps` would show it, and hands it to git as a header in its environment. */
function withoutSecret(url: string): { bare: string; environment: NodeJS.ProcessEnv } {
  const info = /^https?:/i.test(url) ? userInfoOf(url) : undefined;
  if (!info) return { bare: url, environment: {} };
  const bare = url.slice(0, info.start) + url.slice(info.start + info.text.length);
  const [user = '', ...password] = info.text.slice(0, -1).split(':').map(decode);
  const token = Buffer.from(`${user}:${password.join(':')}`).toString('base64');
  return {
    bare,
    environment: {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.extraHeader',
      GIT_CONFIG_VALUE_0: `Authorization: Basic ${token}`,
    },
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function classify(errors: string): RemoteFailure {
  if (
    /could not read (Username|Password)|Authentication failed|Permission denied|terminal prompts disabled|403|Host key/i.test(
      errors,
    )
  )
    return 'private';
  if (
    /not found|does not (appear to be|exist)|not exported|404|no such/i.test(errors) &&
    !/could not resolve/i.test(errors)
  )
    return 'not-found';
  if (/transport '.*' not allowed|protocol .* (is )?not (allowed|supported)/i.test(errors)) return 'refused';
  return 'unreachable';
}

/** git starts helpers (git-remote-https, ssh): the group goes as a whole. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
