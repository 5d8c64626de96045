// The app's files and what must be there before them: from this machine into the sandbox.
import { dirname } from 'node:path';
import { openApp } from '../files/appArchive';
import type { App } from '../files/appArchive';
import { cacheFile, clearCache, restoreCache } from '../lifecycle/buildCache';
import { checkpointFolder } from '../lifecycle/checkpoint';
import { certificateFolder, certificates, makeSkeleton, stagingFolders } from '../lifecycle/skeleton';
import { programsOf } from '../lifecycle/stackImage';
import { sendChanges } from '../lifecycle/sendChanges';
import { unpackInside } from '../lifecycle/unpack';
import { uploadChanges, warmUpload } from '../lifecycle/warmUpload';
import type { WarmUpload } from '../lifecycle/warmUpload';
import { dropletsIn } from '../files/outputs';
import type { Platform } from '../lifecycle/platform';
import type { StageRequest } from '../report/request';
import type { Attempt, Matter, Staging } from './staging';
import { StagingFailure } from '../report/failure';
import { size as formatSize } from '../report/units';
import { tarStream } from '../files/tar';
import type { TarEntry, TarNotice } from '../files/tar';

/** Fails when there is nothing to stage, before anything is made. `notice` gets what is left out. */
export async function openApplication(
  { request, platform }: Pick<Matter, 'request' | 'platform'>,
  notice?: TarNotice,
): Promise<App> {
  const { path, name } = request.application;
  return await openApp(path.value, {
    prefix: 'app',
    owner: platform.user,
    platform: platform.id,
    ignores: request.application.ignores,
    exclude: [request.droplet, request.result, request.cache, ...dropletsIn(path.value)].filter(
      (path) => path !== undefined,
    ),
    notice,
  }).catch((error) => {
    throw error instanceof StagingFailure ? error.at(path.range ? path : name) : error;
  });
}

/** Only with a cache folder does a staging leave anything behind for the next one. */
export async function planWarmUpload(
  { request, platform, engine }: Staging,
  app: App,
): Promise<WarmUpload | undefined> {
  if (!request.cache || !engine.hasVolumes) return undefined;
  const key = [platform.id, request.application.path.value].join('\0');
  return await warmUpload(key, request.cache, appEntries(app, platform));
}

async function* appEntries(app: App, { appMode }: Platform): AsyncGenerator<TarEntry> {
  for await (const entry of app.entries()) yield withMode(entry, appMode);
}

const withMode = (entry: TarEntry, mode: number | undefined): TarEntry =>
  mode === undefined || entry.type === 'SymbolicLink' ? entry : { ...entry, mode };

/** Puts folders, certificates, app and cache inside; answers the time of the app's newest file in seconds. */
export async function upload(
  staging: Staging,
  app: App,
  warm: WarmUpload | undefined,
  indexes: string[],
): Promise<number> {
  const { request, platform, journal, signal } = staging;
  const sandbox = staging.sandbox!;
  const trusted = certificates(request.caFiles);
  const programs = programsOf(staging.engine, request.image);
  const entries = [
    ...stagingFolders(platform, indexes),
    ...(staging.checkpoints ? [checkpointFolder(platform.user)] : []),
  ];
  const { lang } = await makeSkeleton(sandbox, platform, { entries, trusted, programs }, signal).catch((error) => {
    throw error instanceof StagingFailure && request.stack.range ? error.at(request.stack) : error;
  });
  staging.context = {
    sandbox,
    journal,
    user: `${platform.user.uid}:${platform.user.gid}`,
    cwd: platform.paths.cwd,
    env: platform.environment(request, {
      lang,
      home: sandbox.path(platform.user.home),
      certificates: sandbox.path(certificateFolder),
    }),
    signal,
  };
  const inside = sandbox.path(platform.paths.app);
  // As the walks before this one have counted; none did for Stackato without a cache.
  const bytes = app.bytes || undefined;
  const changed = warm && (await uploadChanges(staging.context, warm, inside, notice(staging)));
  if (changed !== undefined) staging.sent.note(warm!.entries);
  else
    await unpackInside(
      staging.context,
      tarStream(staging.sent.changed(appEntries(app, platform)), notice(staging)),
      dirname(inside),
      journal.meter('upload', request.application.path.value, bytes),
    );
  const all = `${app.files} ${app.files === 1 ? 'file' : 'files'} (${formatSize(app.bytes)})`;
  journal.log(changed === undefined ? `Uploaded ${all}` : `Uploaded ${changed} changed of ${all}`);
  if (request.cache && request.clearCache) await clearCache(dropletCache(request));
  else if (request.cache)
    await restoreCache(staging.context, dropletCache(request), sandbox.path(platform.paths.cache));
  return Math.floor(app.newest.getTime() / 1000);
}

/** Sends what has changed in the app since it was put inside; what scripts have made of it stays. Answers as `upload`. */
export async function uploadAgain(staging: Staging, app: App): Promise<number> {
  const { platform, journal, sent } = staging;
  const inside = staging.sandbox!.path(platform.paths.app);
  const entries = appEntries(app, platform);
  const { changed, gone } = await sendChanges(staging.context!, sent, {
    ...{ into: dirname(inside), top: 'app', entries, notice: notice(staging) },
  });
  journal.log(`Uploaded ${changed} changed, removed ${gone} of ${app.files} files`);
  return Math.floor(app.newest.getTime() / 1000);
}

/** Whether the app is not inside as it is here. */
export const appDiffers = ({ platform, sent }: Matter, app: App): Promise<boolean> =>
  sent.differs('app', appEntries(app, platform));

/** File of the buildpack cache of this app and stack. */
export const dropletCache = (request: StageRequest) =>
  cacheFile(request.cache!, request.application.name.value, request.stack.value);

export const notice =
  ({ journal }: Attempt): TarNotice =>
  (path, why) =>
    journal.log(`${path}: ${why}`, 'stderr');
