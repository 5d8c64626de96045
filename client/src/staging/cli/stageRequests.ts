// From the command line of `stage` to requests.
import { join, resolve } from 'node:path';
import type { PlatformId } from '../../../../server/src/base/protocol';
import { isWritable, userCacheFolder } from '../files/userCache';
import type { StageRequest } from '../report/request';
import { requestFor } from '../requestFor';
import type { RequestSettings } from '../requestFor';
import type { Parsed } from './commandLine';
import { givenFiles } from './givenFiles';
import type { ReadGiven } from './givenFiles';
import { chooseApplications } from './manifest';
import type { Chosen } from './manifest';
import { UsageError, ref } from './optionKinds';
import type { Values } from './options';
import { servicesText } from './services';

/** The one application that `--watch` is about, as its files are now. Throws StagingFailure, UsageError. */
export async function requestNow({ values, positionals }: Parsed, signal: AbortSignal): Promise<StageRequest> {
  const read = await givenFiles(values, signal);
  const { variables, variablesFiles } = values;
  const chosen = chooseApplications(
    { ...values, folder: positionals[0]!, all: false },
    { variables, variablesFiles },
    read,
  );
  const app = chosen.applications[0]!;
  const settings = settingsFor(values, chosen, app.name.value, false, read);
  return requestFor(app, { ...settings, cache: cacheOf(values, chosen.platform) });
}

/** Where the buildpacks' caches are: the folder that was named, else the user's, one for each platform. */
export function cacheOf({ cache, noCache, clearCache }: Values, platform: PlatformId): string | undefined {
  if (noCache && (cache !== undefined || clearCache))
    throw new UsageError(
      `--no-cache and ${clearCache ? '--clear-cache' : '--cache'} exclude each other. Leave one out.`,
    );
  if (noCache || cache !== undefined) return cache;
  const folder = join(userCacheFolder('builds'), platform);
  if (isWritable(folder)) return folder;
  process.stderr.write(
    `Staging without a build cache, because ${folder} cannot be written. Name another folder with --cache DIR.\n`,
  );
  return undefined;
}

export function settingsFor(
  values: Values,
  chosen: Chosen,
  application: string,
  several: boolean,
  read: ReadGiven,
): RequestSettings {
  for (const option of ['droplet', 'result'] as const)
    if (several && values[option])
      throw new UsageError(
        `--${option} names one file, but several applications are staged. Choose one with --app NAME.`,
      );
  const { installed = [], services } = values;
  return {
    ...values,
    ...values.stackChoice,
    engine: values.stager,
    platform: chosen.platform,
    manifest: chosen.manifest,
    buildpacks: values.buildpacks?.map((given) => (installed.some(({ name }) => name === given) ? given : ref(given))),
    services: services === undefined ? undefined : servicesText(services, read),
    droplet: values.droplet ?? resolve(`${application.replace(/[^\w.-]+/g, '_').slice(0, 200)}.droplet.tgz`),
  };
}
