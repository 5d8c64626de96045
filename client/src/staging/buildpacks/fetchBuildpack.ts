// A buildpack from wherever its reference points to: a folder of this machine, ready to be packed.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Located } from '../../../../server/src/base/protocol';
import { redactUrls } from '../../../../server/src/base/credentials';
import { closest } from '../../../../server/src/base/words';
import { StagingFailure } from '../report/failure';
import { userCacheFolder } from '../files/userCache';
import { BuildpackCache } from './buildpackCache';
import { fetchGit } from './fetchGit';
import { orderEntry } from './orderEntry';
import { fetchZip, unpackLocalZip } from './fetchZip';
import xxhash from 'xxhash-wasm';
import type { Fetching, FetchOptions } from './fetchOptions';
import { systemReason } from '../report/systemReason';

export interface Buildpack {
  /** Entry of the order, with credentials masked. */
  key: string;
  /** xxHash64 of the entry: the name of its directory inside, and of its slot in the app's cache. */
  hash: string;
  /** Not to be written to. */
  folder: string;
  /** The entry is a URL: its directory inside is another than that of installed buildpacks. */
  downloaded: boolean;
}

/**
 * Fetches `ref`, which is what the order's entry `key` stands for. Throws StagingFailure: what happened in the reference's
 * words, why, and what to do next.
 */
export async function fetchBuildpack(
  { key, ref, at }: { key: string; ref: string; at?: Located<string> },
  { cacheFolder = userCacheFolder('buildpacks'), ...options }: FetchOptions,
): Promise<Buildpack> {
  options.signal.throwIfAborted();
  const fetching: Fetching = {
    ...options,
    cache: new BuildpackCache(cacheFolder),
    shown: redactUrls(ref),
    fail: (logged, message, ...remedies) =>
      new StagingFailure('StagingError', redactUrls(logged), redactUrls(message), { at, remedies }),
  };
  return {
    key: redactUrls(key),
    hash: await buildpackHash(key),
    folder: await folderOf(ref, fetching),
    downloaded: isUrl(key),
  };
}

function isUrl(key: string): boolean {
  const entry = orderEntry(key);
  return entry.kind === 'local' ? entry.isUrl === true : ['git', 'zip'].includes(entry.kind);
}

async function folderOf(ref: string, fetching: Fetching): Promise<string> {
  const reference = orderEntry(ref);
  switch (reference.kind) {
    case 'git':
      if (reference.scp)
        fetching.log.line(
          `Warning: a push would end here, with “Invalid buildpack url (${fetching.shown}): first path segment in URL cannot contain colon”. Write ${redactUrls(reference.url)} instead.`,
        );
      return await fetchGit(reference, fetching);
    case 'zip':
      return await fetchZip(reference.url, fetching);
    case 'local':
      return await (reference.isUrl ? unpackLocalZip : localFolder)(reference.path, fetching);
    case 'name':
      throw unknownName(ref, fetching);
    case 'invalid':
      throw fetching.fail(
        reference.toGit
          ? `Failed to clone git repository at ${masked(ref.replace(/#.*/, ''))}`
          : `Invalid buildpack url (${masked(ref)}): ${reference.why}`,
        `The buildpack ${masked(ref)} cannot be fetched: ${reference.why}. Give an https URL of a git repository or zip, the path of a folder or zip, or the name of an installed buildpack.`,
      );
  }
}

/** Also where a password holds what no URL can, a blank for example. */
const masked = (url: string) => url.replace(/:\/\/[^/]*@/, '://***@');

async function localFolder(path: string, fetching: Fetching): Promise<string> {
  const full = resolve(path);
  const found = await stat(full).catch((error: NodeJS.ErrnoException) => {
    throw fetching.fail(
      `Failed to read buildpack directory '${full}' for buildpack '${full}'`,
      `The buildpack ${full} cannot be read: ${systemReason(error)}. Correct its path.`,
    );
  });
  return found.isDirectory() ? full : await unpackLocalZip(full, fetching);
}

function unknownName(name: string, { installed, fail }: Fetching): StagingFailure {
  const [similar] = closest(name, installed);
  const known = installed.length ? `installed are ${installed.join(', ')}` : 'none is installed';
  return fail(
    `"${name}" must be an existing admin buildpack or a valid git URI`,
    `There is no installed buildpack named “${name}”${similar ? `; did you mean ${similar}?` : `: ${known}.`}`,
    {
      advice: 'Say where it is, or name a git URL, zip or folder instead',
      setting: 'staging.buildpacks',
      option: `--installed ${name}=REF`,
    },
  );
}

let loaded: ReturnType<typeof xxhash> | undefined;

/** `a` → `d24ec4f1a98c6e5b`. It hides credentials that the entry may hold. */
export async function buildpackHash(key: string): Promise<string> {
  loaded ??= xxhash();
  return (await loaded).h64ToString(key);
}
