// Buildpacks from git repositories. git runs on this machine, with the user's keys and credential helpers, and hardened.
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redactUrls } from '../report/redact';
import { fetchedAt } from './cache';
import { authorities } from './certificates';
import { closest } from '../../../../server/src/base/words';
import type { Fetching } from './fetching';
import { explainGit, isOffline } from './gitFailure';
import { git, GitFailed } from './gitProcess';

interface Source {
  url: string;
  ref?: string;
}

/** A clone of the branch, tag or commit with its submodules, from the cache when it is still the newest. */
export async function fetchGit(source: Source, fetching: Fetching): Promise<string> {
  const { cache, log, shown, signal } = fetching;
  const name = `${source.url}#${source.ref ?? ''}`;
  const cached = await cache.get(name);
  if (cached && cached.version === source.ref) return cached.folder; // a commit cannot change
  let folder = '';
  try {
    folder = await cache.add(name, async (beside) => {
      const run = await runner(source.url, beside, fetching);
      const known = await newest(source, run, fetching);
      // Nothing to fetch: the empty folder gives way to the version that is there.
      if (cached && cached.version === known) return { version: known };
      await clone(source, beside, known, run, fetching);
      const version = (await run(['rev-parse', 'HEAD'], beside)).trim();
      await forgetCredentials(join(beside, '.git'));
      log(`Cloned ${shown} (commit ${version.slice(0, 10)})`);
      return { version };
    });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof GitFailed)) throw error;
    if (!cached || !isOffline(error.output)) throw failure(error, source, fetching);
    log(
      `Cannot reach ${shown} now (${lastLine(error)}): using the copy of ${fetchedAt(cached)}, commit ${cached.version.slice(0, 10)}`,
    );
    return cached.folder;
  }
  return folder;
}

type Run = (args: string[], cwd?: string) => Promise<string>;

async function runner(url: string, beside: string, { caFiles, signal }: Fetching): Promise<Run> {
  const trusted = await authorities(caFiles);
  const bundle = `${beside}.pem`;
  return async (args, cwd) => {
    if (trusted) await writeFile(bundle, trusted);
    try {
      return await git(args, { cwd, signal, allowFiles: url.startsWith('file:'), caBundle: trusted && bundle });
    } finally {
      if (trusted) await rm(bundle, { force: true });
    }
  };
}

const looksLikeCommit = /^[\da-f]{7,64}$/i;

/** The commit the source has now; undefined when only a full clone can tell, for `ref` may be a commit itself. */
async function newest({ url, ref }: Source, run: Run, fetching: Fetching): Promise<string | undefined> {
  const lines = (await run(['ls-remote', '--', url])).split('\n').filter(Boolean);
  const refs = new Map(lines.map((line) => line.split('\t').reverse() as [string, string]));
  if (!ref) return refs.get('HEAD');
  const commit = refs.get(`refs/heads/${ref}`) ?? refs.get(`refs/tags/${ref}^{}`) ?? refs.get(`refs/tags/${ref}`);
  if (commit || looksLikeCommit.test(ref)) return commit;
  const names = [...refs.keys()].flatMap((name) => /^refs\/(?:heads|tags)\/(.*?)(?:\^\{\})?$/.exec(name)?.[1] ?? []);
  const near = closest(ref, [...new Set(names)]);
  const there = near.length ? near : [...new Set(names)].slice(0, 5);
  throw fetching.fail(
    `Failed to clone git repository at ${url}`,
    `The buildpack's repository ${url} has no branch or tag named “${ref}”. ${near.length ? `Did you mean ${near.join(' or ')}?` : `It has ${there.join(', ') || 'none at all'}.`} Correct what follows the # of the URL.`,
  );
}

/** As the platform clones, then in full for servers that cannot do shallow clones, and for commits. */
async function clone(
  { url, ref }: Source,
  folder: string,
  known: string | undefined,
  run: Run,
  { signal }: Fetching,
): Promise<void> {
  if (known) {
    try {
      await run([
        'clone',
        '--depth',
        '1',
        '--recurse-submodules',
        ...(ref ? ['--branch', ref] : []),
        '--',
        url,
        folder,
      ]);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof GitFailed && isOffline(error.output)) throw error;
      await Promise.all(
        (await readdir(folder)).map((entry) => rm(join(folder, entry), { recursive: true, force: true })),
      );
    }
  }
  await run(['clone', '--no-checkout', '--', url, folder]);
  const commit =
    known ?? (await run(['rev-parse', '--verify', '--end-of-options', `${ref ?? 'HEAD'}^{commit}`], folder)).trim();
  await run(['checkout', '--quiet', '--detach', commit], folder);
  await run(['submodule', 'update', '--init', '--recursive'], folder);
}

/** A clone remembers the URLs it came from, with their passwords; nothing inside a staging needs those. */
async function forgetCredentials(gitFolder: string): Promise<void> {
  const withUrls = /(?:^|[/\\])(?:config|FETCH_HEAD|packed-refs)$|(?:^|[/\\])logs[/\\].*[^/\\]$/;
  for (const name of await readdir(gitFolder, { recursive: true })) {
    const file = join(gitFolder, name);
    if (!withUrls.test(name) || !(await stat(file)).isFile()) continue;
    const text = await readFile(file, 'utf8');
    const clean = redactUrls(text).replaceAll('://***@', '://');
    if (clean !== text) await writeFile(file, clean);
  }
}

const lastLine = ({ output }: GitFailed) => redactUrls(output.trim().split('\n').at(-1) ?? '').replace(/^fatal: /, '');

function failure(error: GitFailed, { url, ref }: Source, fetching: Fetching): Error {
  const { why, remedy } = explainGit(error.output, ref);
  return fetching.fail(
    `Failed to clone git repository at ${url}${error.output.trim() ? `\n${error.output.trim()}` : ''}`,
    `The buildpack ${url} cannot be cloned: ${why || lastLine(error)}.`,
    remedy,
  );
}
