// Runs git so that a repository or URL can do no harm, and nothing ever waits for an answer from the user.
import { spawn } from 'node:child_process';
import { endProcessGroup } from '../../../../server/src/base/processGroup';

export class GitFailed extends Error {
  /** @param output what git printed; may hold credentials */
  constructor(readonly output: string) {
    super('git failed');
    this.name = 'GitFailed';
  }
}

const settings = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  // Scripts keep their line ends whatever the user's own setting is.
  'core.autocrlf': 'false',
  'advice.detachedHead': 'false',
  'http.lowSpeedLimit': '100',
  'http.lowSpeedTime': '60',
};

export interface GitOptions {
  cwd?: string;
  signal: AbortSignal;
  /** file:// URLs are allowed, in submodules as well. */
  allowFiles: boolean;
  /** PEM file that replaces the usual authorities. */
  caBundle?: string;
}

const mostOutput = 16 * 1024 * 1024;

/** Answers standard output. Throws GitFailed, or the signal's reason after git and its children have ended. */
export async function git(args: string[], { cwd, signal, allowFiles, caBundle }: GitOptions): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(
    'git',
    [...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]), ...args],
    {
      cwd,
      env: {
        ...process.env,
        LC_ALL: 'C',
        GIT_ALLOW_PROTOCOL: `https:http:ssh:git${allowFiles ? ':file' : ''}`,
        GIT_TERMINAL_PROMPT: '0',
        GIT_ASKPASS: 'true',
        SSH_ASKPASS: 'true',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? 'ssh -o BatchMode=yes',
        GIT_DIR: undefined,
        GIT_WORK_TREE: undefined,
        ...(caBundle ? { GIT_SSL_CAINFO: caBundle } : {}),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that its helpers end with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    },
  );
  let [output, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += output.length < mostOutput ? text : ''));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-64 * 1024)));
  const abort = () => endProcessGroup(child);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const code = await new Promise<number | null>((ended, failed) => child.on('error', failed).on('close', ended));
    signal.throwIfAborted();
    if (code !== 0) throw new GitFailed(said || output);
    return output;
  } catch (error) {
    if (error instanceof GitFailed || signal.aborted) throw error;
    throw new GitFailed(String(error));
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
