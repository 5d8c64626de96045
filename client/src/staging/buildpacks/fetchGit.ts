// Buildpacks from git repositories. git runs on this machine, with the user's keys and credential helpers, and hardened.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { authorities } from '../../../../server/src/base/authorities';
import { redactUrls, withoutCredentials } from '../../../../server/src/base/credentials';
import { GitFailed, runGit } from '../../../../server/src/base/git';
import { gitFailure } from '../../../../server/src/base/gitFailure';
import { closest } from '../../../../server/src/base/words';
import { gitRefs } from '../../../../server/src/buildpacks/gitRefs';
import { fetchedAt } from './buildpackCache';
import { answersPage } from './download';
import type { Fetching } from './fetchOptions';

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
      const known = await newest(source, fetching);
      // Nothing to fetch: the empty folder gives way to the version that is there.
      if (cached && cached.version === known) return { version: known };
      await clone(source, beside, known, fetching);
      const version = (await runGit(['rev-parse', 'HEAD'], { signal, cwd: beside })).trim();
      log.line(`Cloned ${shown} (commit ${version.slice(0, 10)})`);
      return { version };
    });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof GitFailed)) throw error;
    if (!cached || !isOffline(error)) throw failure(error, source, fetching);
    log.line(
      `Cannot reach ${shown} now (${redactUrls(gitFailure(error.output).why)}): using the copy of ${fetchedAt(cached)}, commit ${cached.version.slice(0, 10)}`,
    );
    return cached.folder;
  }
  return folder;
}

/** A fault of the way to the server, not of the repository: a copy from before may stand in. */
const isOffline = ({ output }: GitFailed) => gitFailure(output).fault === 'unreachable';

/** Local repositories only when the source itself is one. */
const allowFiles = (url: string) => url.startsWith('file:');

const looksLikeCommit = /^[\da-f]{7,64}$/i;

/** The commit the source has now; undefined when only a full clone can tell, for `ref` may be a commit itself. */
async function newest(source: Source, fetching: Fetching): Promise<string | undefined> {
  const { url, ref } = source;
  const { signal, caFiles, fail } = fetching;
  const { refs, head } = await gitRefs(url, { signal, caFiles, allowFiles: allowFiles(url) });
  if (!refs.length && !head) throw await nothingThere(source, fetching);
  if (!ref) return head;
  const found = refs.filter(({ name }) => name === ref).sort((a, b) => a.type.localeCompare(b.type))[0]; // a branch first
  if (found || looksLikeCommit.test(ref)) return found?.commit;
  const names = [...new Set(refs.map(({ name }) => name))];
  const near = closest(ref, names);
  const there = near.length ? near : names.slice(0, 5);
  throw fail(
    `Failed to clone git repository at ${url}`,
    `The buildpack's repository ${url} has no branch or tag named “${ref}”. ${near.length ? `Did you mean ${near.join(' or ')}?` : `It has ${there.join(', ') || 'none at all'}.`} Correct what follows the # of the URL.`,
  );
}

/** git takes a web page for a repository of the old kind, without anything in it. */
async function nothingThere({ url }: Source, { signal, caFiles, fail }: Fetching): Promise<Error> {
  const isPage = /^https?:/.test(url) && (await answersPage(url, { ca: await authorities(caFiles), signal }));
  signal.throwIfAborted();
  return fail(
    `Failed to clone git repository at ${url}`,
    isPage
      ? `The buildpack ${url} cannot be cloned: the server answers with a web page, which is no git repository.`
      : `The buildpack ${url} cannot be cloned: the repository is empty, nothing was ever pushed to it.`,
    {
      advice: isPage
        ? 'Open the URL in a browser: it may want you to sign in, or be a page about the project; the URL to clone from mostly ends in .git'
        : 'Push the buildpack to it, or correct the URL',
    },
  );
}

/** As the platform clones, then in full for servers that cannot do shallow clones, and for commits. */
async function clone(
  { url, ref }: Source,
  folder: string,
  known: string | undefined,
  { signal, caFiles, log, shown }: Fetching,
): Promise<void> {
  const bare = withoutCredentials(url);
  const options = { signal, caFiles, access: bare.access, allowFiles: allowFiles(url) };
  const meter = log.meter(`cloning ${shown}`);
  const onProgress = (line: string) => {
    const received = receivedOf(line);
    if (received) meter.reached(received.bytes, { share: received.share });
  };
  const run = (...args: string[]) => runGit(args, { ...options, onProgress });
  const inside = (...args: string[]) => runGit(args, { ...options, cwd: folder });
  if (known) {
    try {
      const branch = ref ? ['--branch', ref] : [];
      await run('clone', '--progress', '--depth', '1', '--recurse-submodules', ...branch, '--', bare.url, folder);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof GitFailed && isOffline(error)) throw error;
      await Promise.all(
        (await readdir(folder)).map((entry) => rm(join(folder, entry), { recursive: true, force: true })),
      );
    }
  }
  await run('clone', '--progress', '--no-checkout', '--', bare.url, folder);
  const commit =
    known ?? (await inside('rev-parse', '--verify', '--end-of-options', `${ref ?? 'HEAD'}^{commit}`)).trim();
  await inside('checkout', '--quiet', '--detach', commit);
  await inside('submodule', 'update', '--init', '--recursive');
}

const units: Record<string, number> = { bytes: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** `Receiving objects:  45% (9/20), 12.00 MiB | 3.10 MiB/s`; undefined for what git does besides. */
export function receivedOf(line: string): { bytes: number; share: number } | undefined {
  const found = /^Receiving objects: +(\d+)% .*?, ([\d.]+) (bytes|[KMG]iB) \|/.exec(line);
  if (!found) return undefined;
  const [, percent, number, unit] = found;
  return { bytes: Number(number) * units[unit!]!, share: Number(percent) / 100 };
}

function failure(error: GitFailed, { url }: Source, fetching: Fetching): Error {
  const { why, remedy } = gitFailure(error.output);
  return fetching.fail(
    `Failed to clone git repository at ${url}${error.output.trim() ? `\n${error.output.trim()}` : ''}`,
    `The buildpack ${url} cannot be cloned: ${why}.`,
    remedy,
  );
}
