// Stages an app written down in a test: the same way from manifest to request as the command line's, then the engine itself.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chooseApplications } from '../../../client/src/staging/cli/manifest';
import type { Engine } from '../../../client/src/staging/engines/engine';
import type {
  LogEvent,
  PhaseEvent,
  ProblemEvent,
  ResultEvent,
  StagingEvent,
} from '../../../client/src/staging/report/events';
import type { StageRequest } from '../../../client/src/staging/report/request';
import type { RequestSettings } from '../../../client/src/staging/requestFor';
import { requestFor } from '../../../client/src/staging/requestFor';
import { stage } from '../../../client/src/staging/stage/stage';
import type { Stager } from '../../../client/src/staging/stage/stager';
import { stackImage } from '../../setup/stackImage';
import type { Buildpack } from './buildpacks';
import { writeBuildpack } from './buildpacks';
import type { DropletEntry } from './droplet';
import { readDroplet } from './droplet';
import type { Files } from './files';
import { fingerprint, temporaryFolder, writeFiles } from './files';
import type { Hold } from '../../../client/src/staging/stage/keep';

// Fetched buildpacks are kept where no other run finds them.
process.env.XDG_CACHE_HOME = temporaryFolder('staging-test-cache');

export interface Given extends Partial<Omit<RequestSettings, 'buildpacks' | 'installed'>> {
  app?: Files;
  /** Text of manifest.yml in the app's folder. */
  manifest?: string;
  /** Installed under these names, in detection order. */
  buildpacks?: Record<string, Buildpack>;
  /** Chosen: names of the above, or any reference; so nothing is detected. */
  order?: string[];
  /** Last changes to the request. */
  request?: Partial<StageRequest>;
}

export interface Staged {
  /** Where all of this staging's files are. */
  home: string;
  app: string;
  events: StagingEvent[];
  log: LogEvent[];
  /** Without how far each is. */
  phases: PhaseEvent[];
  problems: ProblemEvent[];
  result: ResultEvent;
  /** Where the droplet is, if there is one. */
  dropletFile: string;
  hasDroplet: boolean;
  droplet(): Promise<Map<string, DropletEntry>>;
  /** All lines of the log. */
  text: string;
  /** The app's folder is as it was. */
  untouched: boolean;
}

export const never = new AbortController().signal;

/** Writes everything `given` says below `home`, where it is not there yet, and answers the request for it. */
export function prepare(given: Given, home: string): StageRequest {
  const { app: files = { 'app.txt': 'hello\n' }, manifest, buildpacks = {}, order, request, ...settings } = given;
  const folder = join(home, 'my-app');
  const app = existsSync(folder) ? folder : writeFiles(folder, files);
  if (manifest !== undefined) writeFiles(app, { 'manifest.yml': manifest });
  const installed = Object.entries(buildpacks).map(([name, buildpack]) => {
    const folder = join(home, 'buildpacks', name);
    return { name, ref: existsSync(folder) ? folder : writeBuildpack(folder, buildpack) };
  });
  const chosen = chooseApplications({ folder: app, all: false, platform: settings.platform }, {});
  return {
    ...requestFor(chosen.applications[0]!, {
      platform: chosen.platform,
      manifest: chosen.manifest,
      image: stackImage,
      installed,
      buildpacks: order,
      droplet: join(home, 'droplet.tgz'),
      ...settings,
    }),
    ...request,
  };
}

interface StageOptions {
  home?: string;
  signal?: AbortSignal;
  onEvent?: (event: StagingEvent) => void;
  hold?: Hold;
}

/** One staging in an engine's sandbox, to its end. `onEvent` may abort it. */
export const stageApp = (engine: Engine, given: Given, options?: StageOptions): Promise<Staged> =>
  stageBy((request, ...run) => stage(request, engine, ...run), given, options);

/** The same, by whatever stages. */
export async function stageBy(
  stager: Stager['stage'],
  given: Given,
  { home = temporaryFolder(), signal = never, onEvent, hold }: StageOptions = {},
): Promise<Staged> {
  const request = prepare(given, home);
  const app = join(home, 'my-app');
  const before = fingerprint(app);
  const events: StagingEvent[] = [];
  const result = await stager(
    request,
    (event) => {
      events.push(event);
      onEvent?.(event);
    },
    signal,
    hold,
  );
  const log = events.filter((event) => event.event === 'log');
  return {
    home,
    app,
    events,
    log,
    phases: events.filter((event) => event.event === 'phase').filter(({ state }) => state !== 'running'),
    problems: events.filter((event) => event.event === 'problem'),
    result,
    dropletFile: request.droplet,
    hasDroplet: existsSync(request.droplet),
    droplet: async () => await readDroplet(request.droplet),
    text: log.map(({ text }) => text).join('\n'),
    untouched: fingerprint(app) === before,
  };
}
