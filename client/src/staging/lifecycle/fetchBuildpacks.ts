// The buildpacks of a staging: fetched to this machine, then packed into the sandbox, each as a fresh, writable copy.
import { fetchBuildpack } from '../buildpacks/fetchBuildpack';
import type { Sandbox } from '../engines/engine';
import type { Platform } from './platform';
import type { StageRequest } from '../report/request';
import { folderEntries } from '../files/folder';
import { tarStream } from '../files/tar';
import type { Located } from '../../../../server/src/base/protocol';
import { isCloudNative, locateRoot, scriptsOf } from './stagedBuildpack';
import type { StagedBuildpack } from './stagedBuildpack';

export interface FetchedBuildpack {
  /** Entry of the order, secrets masked. */
  key: string;
  /** xxHash64 of the key: the name of its directory inside and of its cache. */
  hash: string;
  /** Where it lies on this machine. */
  folder: string;
  /** It came from a URL. */
  downloaded: boolean;
  at?: Located<string>;
}

/** The entries of the order: the chosen buildpacks, or all installed ones for detection. */
function entriesOf(request: StageRequest): { key: string; ref: string; at?: Located<string> }[] {
  if (!request.buildpacks.length) return request.installed.map(({ name, ref }) => ({ key: name, ref }));
  return request.buildpacks.map((chosen) => {
    const installed = request.installed.find(({ name }) => name === chosen.value);
    return { key: chosen.value, ref: installed?.ref ?? chosen.value, at: chosen };
  });
}

/** Fetches all buildpacks of the order, one after the other as the platform does; the first failure ends it. */
export async function fetchAll(
  request: StageRequest,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<FetchedBuildpack[]> {
  const fetched = new Map<string, FetchedBuildpack>();
  const order: FetchedBuildpack[] = [];
  for (const entry of entriesOf(request)) {
    let buildpack = fetched.get(entry.key);
    if (!buildpack) {
      const installed = request.installed.map(({ name }) => name);
      const found: FetchedBuildpack = {
        ...(await fetchBuildpack(entry, { installed, log, signal, caFiles: request.caFiles })),
        at: entry.at,
      };
      fetched.set(entry.key, found);
      buildpack = found;
    }
    order.push(buildpack);
  }
  return order;
}

/** Puts them inside and says where; a buildpack that occurs twice is put once. */
export async function packBuildpacks(
  fetched: FetchedBuildpack[],
  platform: Platform,
  sandbox: Sandbox,
  signal: AbortSignal,
): Promise<StagedBuildpack[]> {
  const folderOf = (b: FetchedBuildpack) =>
    `${b.downloaded ? platform.paths.downloads : platform.paths.buildpacks}/${platform.buildpackFolder(b)}`;
  const once = [...new Map(fetched.map((b) => [folderOf(b), b]))];
  async function* entries() {
    for (const [path, b] of once) yield* folderEntries(b.folder, path.slice(1), platform.user);
  }
  await sandbox.put(tarStream(entries()), signal);
  return fetched.map((b) => {
    const below = locateRoot(b.folder);
    return {
      key: b.key,
      at: b.at,
      root: below === undefined ? undefined : sandbox.path(folderOf(b)) + below,
      scripts: below === undefined ? {} : scriptsFor(platform, b.folder + below),
      cloudNative: below !== undefined && isCloudNative(b.folder + below),
    };
  });
}

/** A platform without multi-buildpack support knows compile only. */
function scriptsFor({ multiBuildpack }: Platform, folder: string): StagedBuildpack['scripts'] {
  const { detect, compile, release, ...multi } = scriptsOf(folder);
  return { ...(multiBuildpack ? multi : {}), detect, compile, release };
}
