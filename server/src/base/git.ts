// Runs git so that a repository or URL can do no harm, and nothing ever waits for an answer from the user. The user's keys and
// credential helpers count, as in a terminal.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { authorities } from './authorities';
import type { Access } from './credentials';
import { endProcessGroup, ownGroup } from './processGroup';

export class GitFailed extends Error {
  /** @param output what git printed; `gitFailure` says why it failed */
  constructor(readonly output: string) {
    super('git failed');
    this.name = 'GitFailed';
  }
}

export interface GitOptions {
  signal: AbortSignal;
  /** Absent: a folder of nobody, for the settings of a repository around us have no say. */
  cwd?: string;
  /** Gets standard output line by line as it comes; the answer is empty then. */
  onLine?: (line: string) => void;
  /** Gets what git says of its progress (`--progress`), which then is not part of what it printed. */
  onProgress?: (line: string) => void;
  /** file:// URLs are allowed, in submodules as well. */
  allowFiles?: boolean;
  /** Credentials that were taken out of the URL (`withoutCredentials`). */
  access?: Access;
  /** PEM files to trust besides the usual authorities. */
  caFiles?: string[];
}

const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  // Scripts keep their line ends whatever the user's own setting is.
  'core.autocrlf=false',
  'advice.detachedHead=false',
  'http.lowSpeedLimit=100',
  'http.lowSpeedTime=60',
].flatMap((setting) => ['-c', setting]);

/** `Receiving objects:  45% (9/20)` */
const isProgress = /^(?:remote: )?[A-Z][\w ]+: +\d+% \(/;
const mostOutput = 16 * 1024 * 1024;
const mostErrors = 64 * 1024;

/** Answers standard output. Throws GitFailed, or the signal's reason after git and its children have ended. */
export async function runGit(args: string[], options: GitOptions): Promise<string> {
  const { signal, caFiles = [] } = options;
  signal.throwIfAborted();
  const trusted = await authorities(caFiles);
  if (!trusted) return await run(args, options);
  const bundle = join(tmpdir(), `cf-staging-${randomBytes(8).toString('hex')}.pem`);
  try {
    await writeFile(bundle, trusted, { flag: 'wx' });
    return await run(args, options, bundle);
  } finally {
    await rm(bundle, { force: true });
  }
}

async function run(args: string[], options: GitOptions, caBundle?: string): Promise<string> {
  const { signal, cwd = tmpdir(), onLine, onProgress } = options;
  signal.throwIfAborted();
  const child = spawn('git', [...settings, ...args], {
    cwd,
    env: environment(options, caBundle),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...ownGroup,
  });
  let [output, said] = ['', ''];
  if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
  else
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += output.length < mostOutput ? text : ''));
  // A line of progress ends with a carriage return, the last of each kind with a line feed.
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (onProgress && isProgress.test(line)) onProgress(line);
    else said = `${said}${line}\n`.slice(-mostErrors);
  });
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

/** Variables of the user that are about the way to a server. Others, such as GIT_DIR, are about another repository. */
const kept = /^GIT_(?:SSH|SSL_|PROXY_|HTTP_|CONFIG_|EXEC_PATH$)/i;

function environment({ allowFiles, access }: GitOptions, caBundle: string | undefined): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name) || kept.test(name));
  return {
    // Without a question to anybody, unless the user has set up ssh otherwise.
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: `https:http:ssh:git${allowFiles ? ':file' : ''}`,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'true',
    SSH_ASKPASS: 'true',
    SSH_ASKPASS_REQUIRE: 'never',
    GCM_INTERACTIVE: 'never',
    ...(caBundle ? { GIT_SSL_CAINFO: caBundle } : {}),
    ...access?.env,
    ...configuration(access?.settings ?? []),
  };
}

/** Settings that no command line shows (git 2.31 and later), behind those that the environment has already. */
function configuration(added: [name: string, value: string][]): Record<string, string> {
  const first = Number(process.env.GIT_CONFIG_COUNT) || 0;
  const pairs = added.flatMap(([name, value], i) => [
    [`GIT_CONFIG_KEY_${first + i}`, name],
    [`GIT_CONFIG_VALUE_${first + i}`, value],
  ]);
  return { ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(first + added.length) };
}
