// The buildpacks of a staging: fetched to this machine, then packed into the sandbox, each as a fresh, writable copy.
import { dirname, resolve, sep } from 'node:path';
import { fetchBuildpack } from '../buildpacks/fetchBuildpack';
import { EngineError } from '../engines/engine';
import { StagingFailure, Unreadable } from '../report/failure';
import type { Platform } from './platform';
import type { WorkLog } from '../report/progress';
import type { StageRequest } from '../report/request';
import { sendChanges } from './sendChanges';
import type { Sent } from '../files/sent';
import { folderEntries } from '../files/folder';
import { tarStream } from '../files/tar';
import type { TarEntry } from '../files/tar';
import type { Located } from '../../../../server/src/base/protocol';
import { isCloudNative, locateRoot, scriptsOf } from './stagedBuildpack';
import type { StagedBuildpack } from './stagedBuildpack';
import type { ScriptContext } from './runScript';
import { unpackInside } from './unpack';

export interface FetchedBuildpack {
  /** Entry of the order, secrets masked. */
  key: string;
  /** xxHash64 of the key: the name of its directory inside and of its cache. */
  hash: string;
  /** Where it lies on this machine. */
  folder: string;
  /** It came from a URL. */
  downloaded: boolean;
  /** The folder is the one that was named, no copy of ours. */
  own: boolean;
  at?: Located<string>;
}

/** The entries of the order: the chosen buildpacks, or all installed ones for detection. */
export function orderOf(request: StageRequest): { key: string; ref: string; at?: Located<string> }[] {
  if (!request.buildpacks.length) return request.installed.map(({ name, ref }) => ({ key: name, ref }));
  return request.buildpacks.map((chosen) => {
    const installed = request.installed.find(({ name }) => name === chosen.value);
    return { key: chosen.value, ref: installed?.ref ?? chosen.ref ?? chosen.value, at: chosen };
  });
}

/** Fetches all buildpacks of the order, one after the other as the platform does; the first failure ends it. */
export async function fetchAll(request: StageRequest, log: WorkLog, signal: AbortSignal): Promise<FetchedBuildpack[]> {
  const fetched = new Map<string, FetchedBuildpack>();
  const order: FetchedBuildpack[] = [];
  for (const entry of orderOf(request)) {
    let buildpack = fetched.get(entry.key);
    if (!buildpack) {
      const installed = request.installed.map(({ name }) => name);
      const found = await fetchBuildpack(entry, { installed, log, signal, caFiles: request.caFiles });
      buildpack = { ...found, own: found.folder === resolve(entry.ref), at: entry.at };
      fetched.set(entry.key, buildpack);
    }
    order.push(buildpack);
  }
  return order;
}

/** Absolute path of a buildpack in the container. */
const folderInside = (platform: Platform, b: FetchedBuildpack): string =>
  `${b.downloaded ? platform.paths.downloads : platform.paths.buildpacks}/${platform.buildpackFolder(b)}`;

const buildpackEntries = (platform: Platform, b: FetchedBuildpack): AsyncGenerator<TarEntry> =>
  folderEntries(b.folder, folderInside(platform, b).slice(1), platform.user);

/** Keys of the buildpacks that are not inside as they are here. */
export async function changedBuildpacks(
  fetched: FetchedBuildpack[],
  platform: Platform,
  sent: Sent,
): Promise<string[]> {
  const changed: string[] = [];
  for (const b of fetched)
    if (b.own && (await sent.differs(folderInside(platform, b).slice(1), buildpackEntries(platform, b))))
      changed.push(b.key);
  return changed;
}

/**
 * Puts them inside, as the user and not as root, for hooks have run by now and may have left links in their way. Says where they
 * are; a buildpack that occurs twice is put once.
 */
export async function packBuildpacks(
  fetched: FetchedBuildpack[],
  platform: Platform,
  context: ScriptContext,
  sent: Sent,
): Promise<StagedBuildpack[]> {
  const { sandbox, signal } = context;
  const once = [...new Map(fetched.map((b) => [folderInside(platform, b), b]))];
  const put = async () => {
    const [isInside, isNew] = [true, false].map((inside) =>
      once.filter(([path]) => sent.has(path.slice(1)) === inside),
    );
    async function* entries() {
      for (const [, b] of isNew!) yield* buildpackEntries(platform, b);
    }
    const into = sandbox.path('/');
    const meter = context.journal.meter('buildpacks', 'sending them');
    if (isNew!.length) await unpackInside(context, tarStream(sent.changed(entries())), into, meter);
    for (const [path, b] of isInside!)
      await sendChanges(context, sent, { into, top: path.slice(1), entries: buildpackEntries(platform, b) });
  };
  await put().catch((error: Error) => {
    signal.throwIfAborted();
    if (!(error instanceof Unreadable))
      throw error instanceof StagingFailure || error instanceof EngineError
        ? error
        : cannotUnpack(platform, error.message);
    const whose = fetched.find(({ folder }) => error.file === folder || error.file.startsWith(`${folder}${sep}`));
    throw whose ? error.of(`of the buildpack ${whose.key}`, whose.at) : error;
  });
  return fetched.map((b) => {
    const below = locateRoot(b.folder);
    return {
      key: b.key,
      at: b.at,
      root: below === undefined ? undefined : sandbox.path(folderInside(platform, b)) + below,
      scripts: below === undefined ? {} : scriptsFor(platform, b.folder + below, b.own),
      cloudNative: below !== undefined && isCloudNative(b.folder + below),
    };
  });
}

const cannotUnpack = ({ paths }: Platform, why: string) =>
  new StagingFailure(
    'StagingError',
    `Failed to copy buildpacks: ${why}`,
    `The buildpacks cannot be unpacked below ${dirname(paths.buildpacks)} in the container: ${why}. Something has changed ${paths.buildpacks}, most likely a pre-staging hook: leave that folder alone. If the disk is full, free space.`,
  );

/** A platform without multi-buildpack support knows compile only. */
function scriptsFor({ multiBuildpack }: Platform, folder: string, own: boolean): StagedBuildpack['scripts'] {
  const { detect, compile, release, ...multi } = scriptsOf(folder, own);
  return { ...(multiBuildpack ? multi : {}), detect, compile, release };
}
