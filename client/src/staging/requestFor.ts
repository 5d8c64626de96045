// From a resolved application and the user's settings to a request that leaves nothing open.
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Located, PlatformId, ResolvedApplication } from '../../../server/src/base/protocol';
import { publishedImage, withStandIn } from '../../../server/src/base/stacks';
import { parseMegabytes, parseSidecarMemory, wholeMegabytes } from '../../../server/src/base/sizes';
import { badInput } from './report/failure';
import { runsImage } from './plan/applications';
import { localPath } from './plan/localPath';
import { platforms } from './platforms';
import type { HealthCheck, InstalledBuildpack, StageApplication, StageRequest } from './report/request';
import { similarPaths } from './stage/otherPath';

/** What the command line's options and the editor's settings decide. */
export interface RequestSettings {
  platform: PlatformId;
  /** Where it is to be staged: only a foundation runs images, and has its own ones for stacks. */
  engine?: string;
  /** Absolute path of the manifest. */
  manifest?: string;
  /** Overrides every stack's image. */
  image?: string;
  /** Stack → image. */
  stacks?: Record<string, string>;
  /** Instead of the manifest's. */
  stack?: string;
  buildpacks?: string[];
  installed?: InstalledBuildpack[];
  /** On top of the manifest's. */
  env?: Record<string, string>;
  /** Text of VCAP_SERVICES; `env` may give it as well. */
  services?: string;
  caFiles?: string[];
  memory?: string;
  timeoutSeconds?: number;
  network?: string;
  keepFailed?: boolean;
  /** Of a foundation, see StageRequest. */
  keep?: boolean;
  noDownload?: boolean;
  droplet: string;
  result?: string;
  cache?: string;
  clearCache?: boolean;
}

/** Throws StagingFailure `BadInput` when the application cannot be staged as it is. */
export function requestFor(application: ResolvedApplication, settings: RequestSettings): StageRequest {
  const platform = platforms[settings.platform];
  const isOnFoundation = settings.engine === 'cloudfoundry';
  if (application.docker && !isOnFoundation) throw runsImage(application);
  const base = settings.manifest ? dirname(settings.manifest) : application.path.value;
  if (!application.docker && !existsSync(application.path.value))
    throw badInput(
      `The app's files are not there: ${application.path.value} does not exist. Correct \`path:\` in the manifest (it is relative to the manifest's folder), or create the folder.`,
      application.path,
      ...similarPaths(application.path, base),
    );
  const stack: Located<string> = settings.stack
    ? { value: settings.stack }
    : (application.stack ?? { value: isOnFoundation ? '' : platform.defaults.stack });
  const { VCAP_SERVICES: services, VCAP_PLATFORM_OPTIONS: platformOptions, ...added } = settings.env ?? {};
  return {
    platform: settings.platform,
    manifest: settings.manifest,
    application: stagedApplication(application, { ...settings, env: added }),
    buildpacks: settings.buildpacks
      ? settings.buildpacks.map((value) => ({ value }))
      : application.buildpacks.map((buildpack) => ({ ...buildpack, ref: localPath(buildpack.value, base) })),
    installed: settings.installed ?? [],
    stack,
    image: isOnFoundation ? '' : imageOf(stack, settings),
    services: settings.services ?? services ?? '{}',
    platformOptions,
    caFiles: settings.caFiles ?? [],
    timeoutSeconds: settings.timeoutSeconds ?? platform.defaults.timeoutSeconds,
    network: settings.network,
    keepFailed: settings.keepFailed ?? false,
    keep: settings.keep,
    noDownload: settings.noDownload,
    droplet: settings.droplet,
    result: settings.result,
    cache: settings.cache,
    clearCache: settings.clearCache ?? false,
  };
}

/** The application as staging and running see it. Throws StagingFailure `BadInput` for sizes that are none. */
export function stagedApplication(
  application: ResolvedApplication,
  settings: Pick<RequestSettings, 'platform' | 'env' | 'memory'>,
): StageApplication {
  const { platform, env: added = {} } = settings;
  const env = Object.fromEntries(Object.entries(application.env).map(([name, { value }]) => [name, value]));
  const memory = settings.memory ? { value: settings.memory } : application.memory;
  return {
    name: application.name,
    path: application.path,
    env: { ...env, ...added },
    envAt: Object.fromEntries(Object.entries(application.env).filter(([name]) => !(name in added))),
    memoryMb: memoryOf(memory, 'memory', platform),
    diskMb: memoryOf(application.disk, 'disk', platform),
    command: application.command,
    healthCheck: healthCheckOf(application),
    processes: application.processes.map(({ type, command, memory, ...process }) => ({
      type: type.value,
      command: command?.value,
      memoryMb: memory && processMegabytes(memory.value, platform),
      healthCheck: healthCheckOf(process),
    })),
    sidecars: application.sidecars.map((sidecar) => ({
      name: sidecar.name.value,
      processTypes: sidecar.processTypes,
      command: sidecar.command.value,
      memoryMb: sidecar.memory && sidecarMegabytes(sidecar.memory.value),
    })),
    lifecycle: application.lifecycle,
    docker: application.docker,
    services: application.services.map(({ name }) => name.value),
    uris: application.routes.map(({ value }) => value),
    hooks: application.hooks,
    requirements: application.requirements,
    ignores: application.ignores?.map(({ value }) => value),
    cron: application.cron.map(({ value }) => value),
    secrets: application.secrets,
  };
}

/** What is no number of seconds is told by the platform, not by staging. */
function healthCheckOf({ healthCheck }: Pick<ResolvedApplication, 'healthCheck'>): HealthCheck | undefined {
  if (!healthCheck) return undefined;
  const seconds = Number(healthCheck.timeout?.value);
  return {
    type: healthCheck.type?.value,
    endpoint: healthCheck.endpoint?.value,
    timeoutSeconds: seconds > 0 ? seconds : undefined,
  };
}

function memoryOf(size: Located<string> | undefined, what: 'memory' | 'disk', platform: PlatformId): Located<number> {
  const { defaults } = platforms[platform];
  if (!size) return { value: what === 'memory' ? defaults.memoryMb : defaults.diskMb };
  const parsed = parseMegabytes(size.value, platform);
  if ('wrong' in parsed) throw badInput(`\`${what}: ${size.value}\` is not a size: ${parsed.wrong}.`, size);
  return { ...size, value: parsed.megabytes };
}

function processMegabytes(text: string, platform: PlatformId): number | undefined {
  const size = parseMegabytes(text, platform);
  return 'wrong' in size ? undefined : size.megabytes;
}

/** The platform, not staging, says what is wrong with it. */
function sidecarMegabytes(text: string): number | undefined {
  const size = parseSidecarMemory(text);
  return 'wrong' in size ? undefined : wholeMegabytes(size.bytes);
}

function imageOf(stack: Located<string>, settings: RequestSettings): string {
  if (settings.image) return settings.image;
  for (const name of withStandIn(stack.value)) {
    const image = settings.stacks?.[name] ?? publishedImage(name);
    if (image) return image;
  }
  throw badInput(`No image is known for the stack ${stack.value}, so there is nothing to stage in.`, stack, {
    advice: 'Name one',
    setting: 'staging.stacks',
    option: `--image IMAGE or --stack ${stack.value}=IMAGE`,
    stack: stack.value,
  });
}
