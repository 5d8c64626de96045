// The phases of a staging in their order, from the app to a droplet: one sequence for both platforms.
import { EngineError } from '../engines/engine';
import type { App } from '../files/appArchive';
import { announcementOf, withoutSecrets } from '../formats/announcement';
import type { DropletLabel } from '../formats/label';
import { buildLast, checkOrder, supplyAll } from '../lifecycle/build';
import type { BuildFolders } from '../lifecycle/build';
import type { StagedBuildpack } from '../lifecycle/stagedBuildpack';
import { userOf } from '../lifecycle/skeleton';
import { canKeep, packCache, pruneCache } from '../lifecycle/buildCache';
import { detect } from '../lifecycle/detect';
import { fetchAll, packBuildpacks } from '../lifecycle/fetchBuildpacks';
import type { FetchedBuildpack } from '../lifecycle/fetchBuildpacks';
import { readFiles } from '../lifecycle/sandboxFiles';
import { readConfig } from '../formats/launchYml';
import { assembleDroplet, DropletPacker } from '../lifecycle/pack';
import { runHooks } from '../lifecycle/runHooks';
import { installRequirements, packageCapabilities, packageVolume } from '../lifecycle/requirements';
import { goJson, stagingResult } from '../formats/stagingInfo';
import type { WarmUpload } from '../lifecycle/warmUpload';
import { prepareOutputs, text, writeTogether } from '../files/outputs';
import { warnOfPush } from './pushRefusals';
import type { ResultEvent } from '../report/events';
import { size as formatSize } from '../report/units';
import { dropletCache, notice, openApplication, planWarmUpload, upload, uploadAgain } from './upload';
import { checkVariables } from './checkVariables';
import type { Staging } from './staging';
import { warnOfDisk, warnOfMemory, warnWithoutCommand } from './warnings';

/** Does what has not been done yet. What it answers goes into the result of a staging that succeeds; throws why it fails. */
export async function runPhases(staging: Staging): Promise<Partial<ResultEvent>> {
  const { request, signal } = staging;
  await prepareOutputs(request);
  checkVariables(staging);
  const app = await openApplication(staging, notice(staging));
  const notes: string[] = [];
  const over = new AbortController();
  // Fetching needs no container: it goes on while one is made and filled.
  const log = staging.journal.workLog('buildpacks', (line) => notes.push(line));
  const fetching = staging.steps.once('fetch', () => fetchAll(request, log, AbortSignal.any([signal, over.signal])));
  fetching.catch(() => {});
  try {
    return await stageWith(
      staging,
      app,
      async () => await fetching.finally(() => notes.forEach((note) => staging.journal.log(note))),
    );
  } finally {
    over.abort(new Error('the staging is over'));
    await fetching.catch(() => {});
  }
}

async function stageWith(
  staging: Staging,
  app: App,
  fetching: () => Promise<FetchedBuildpack[]>,
): Promise<Partial<ResultEvent>> {
  const { request, platform, journal, steps } = staging;
  const indexes = depsIndexes(request.buildpacks.length || 1);
  const warm = await steps.once('prepare', () =>
    journal.run('prepare', { detail: request.image }, () => prepare(staging, app)),
  );
  const isInside = steps.has('upload');
  const newest = await journal.run('upload', { detail: request.application.path.value }, () =>
    isInside ? uploadAgain(staging, app) : steps.once('upload', () => upload(staging, app, warm, indexes)),
  );
  const context = staging.context!;
  await steps.once('requirements', () => installRequired(staging));
  const hooks = async (phase: 'pre-staging' | 'post-staging') => {
    const commands = request.application.hooks[phase] ?? [];
    if (commands.length)
      await scripted(staging, phase, [], () => runHooks(context, phase, commands, platform.paths.app));
  };
  await hooks('pre-staging');
  const { fetched, available } = await journal.run('buildpacks', {}, () => unpackBuildpacks(staging, fetching));
  const { buildpacks, detected } = await choose(staging, available);
  const at = placesInside(staging, indexes, fetched);
  await build(staging, buildpacks, at);

  const last = buildpacks.at(-1)!;
  const commands = await journal.run('release', { buildpack: last.key }, async () => {
    const files = indexes.map((index) => `${at.deps}/${index}/launch.yml`);
    const [procfile, ...launches] = await readFiles(context, [`${at.app}/Procfile`, ...files]);
    return await platform.commands({ request, context, buildpacks, app: at.app, procfile: procfile!, launches });
  });
  // What detect printed counts only now: the result of a failure does not have it.
  const metadata = staging.result!.lifecycle_metadata.buildpacks.map((one) => ({ ...one, name: one.name || detected }));
  staging.result = stagingResult(metadata, commands.processes, commands.sidecars);
  const web = staging.result.process_types?.web ?? '';
  warnWithoutCommand(staging, web);

  await hooks('post-staging');

  const texts = {
    'staging_info.yml': platform.stagingInfo({
      buildpack: last,
      metadata: metadata.at(-1),
      commands,
      startCommand: web,
    }),
    ...(platform.stagingLog ? { [platform.stagingLog]: journal.transcript } : {}),
  };
  const tree = { root: at.root, app: at.app, newest, owner: platform.user };
  const megabytes = await journal.run('package', {}, async () => {
    const taken = await assembleDroplet(context, tree, texts);
    warnOfDisk(staging, taken);
    return taken;
  });
  const packing = journal.meter('download', request.droplet, megabytes * 2 ** 20);
  const droplet = new DropletPacker(context, tree, labelOf(staging), packing);
  const keepsCache = request.cache !== undefined && (await canKeep(context, at.cache, request.cache));
  await journal.run('download', { detail: request.droplet }, async () => {
    await writeTogether({
      [request.droplet]: droplet.write,
      ...(keepsCache ? { [dropletCache(request)]: packCache(context, at.cache) } : {}),
      ...(request.result ? { [request.result]: resultText(staging) } : {}),
    });
    journal.log(`Downloaded droplet (${formatSize(droplet.size)})`);
  });
  await warnOfMemory(staging);
  return {
    droplet: request.droplet,
    size: droplet.size,
    sha256: droplet.sha256,
    detectedBuildpack: staging.result.lifecycle_metadata.detected_buildpack,
    buildpacks: metadata.map(({ key, name, version }) => ({ key, name, version })),
    processes: staging.result.process_types ?? {},
    startCommand: journal.mask(request.application.command?.value ?? web),
  };
}

export const resultText = ({ result }: Staging) => text(goJson(result) + '\n');

/** `0` … `8` for up to nine buildpacks, `00` … `09` for ten. */
function depsIndexes(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i).padStart(String(count).length, '0'));
}

/** What the droplet says of itself, for `run` and `inspect`. */
function labelOf({ request, result }: Staging): DropletLabel {
  const { application } = request;
  const running = application.requirements.filter(({ when, repository }) => when !== 'staging' && !repository);
  const hooks = [...(application.hooks['pre-running'] ?? []), ...(application.hooks['legacy-running'] ?? [])];
  return {
    application: application.name.value,
    platform: request.platform,
    stack: request.stack.value,
    result: result!,
    image: request.image,
    announced: withoutSecrets(announcementOf(request)),
    ...(hooks.length
      ? { preRunning: hooks.map(({ command, ignoreFailure }) => ({ command: command.value, ignoreFailure })) }
      : {}),
    ...(running.length ? { requirements: running.map((requirement) => requirement.package.value) } : {}),
    ...(application.cron.length ? { cron: application.cron } : {}),
  };
}

async function prepare(staging: Staging, app: App): Promise<WarmUpload | undefined> {
  const { request, engine, platform, journal, signal } = staging;
  void engine.sweep().catch(() => {});
  const warm = await planWarmUpload(staging, app);
  const warned = warnOfPush(staging, warm?.entries ?? app.entries());
  warned.catch(() => {}); // thrown below
  await engine.ensureImage(request.image, journal.workLog('prepare'), signal, () => staging.timeLimit.stop());
  staging.timeLimit.start();
  const memoryMb = Math.max(request.application.memoryMb.value, platform.atLeast.memoryMb);
  const requirements = stagingRequirements(staging).length > 0;
  staging.sandbox = await engine.create(
    {
      image: request.image,
      purpose: 'stage',
      application: request.application.name.value,
      memory: memoryMb * 1024 * 1024,
      pids: platform.limits.pids,
      user: userOf(platform),
      network: request.network,
      capabilities: requirements ? packageCapabilities : [],
      volumes: [...(requirements ? [packageVolume(request.image)] : []), ...(warm ? [warm.volume] : [])],
      maxSeconds: request.timeoutSeconds + 60,
    },
    signal,
  );
  await warned;
  return warm;
}

const stagingRequirements = ({ request }: Pick<Staging, 'request'>) =>
  request.application.requirements.filter(({ when }) => when !== 'running');

async function installRequired(staging: Staging): Promise<void> {
  const wanted = stagingRequirements(staging);
  if (!wanted.length) return;
  const detail = wanted.map((requirement) => requirement.package.value).join(', ');
  await staging.journal.run('requirements', { detail }, () => installRequirements(staging.context!, wanted));
}

async function unpackBuildpacks(
  staging: Staging,
  fetching: () => Promise<FetchedBuildpack[]>,
): Promise<{ fetched: FetchedBuildpack[]; available: StagedBuildpack[] }> {
  const { platform } = staging;
  const sandbox = staging.sandbox!;
  const fetched = await fetching();
  const available = await packBuildpacks(fetched, platform, staging.context!, staging.sent);
  const others = staging.request.buildpacks.length ? fetched.slice(0, -1).map((b) => b.hash) : [];
  if (platform.multiBuildpack)
    await pruneCache(staging.context!, sandbox.path(platform.paths.cache), ['final', ...others]);
  return { fetched, available };
}

/** A step in which scripts run, those of `buildpacks` or of the app: with checkpoints the container can be put back to before it. */
const scripted = <T>(
  staging: Staging,
  step: string,
  buildpacks: readonly StagedBuildpack[],
  work: () => Promise<T>,
): Promise<T> =>
  staging.steps.once(step, async () => {
    await staging.checkpoints?.before(step, buildpacks, staging);
    return await work();
  });

/** The buildpacks that build this app: those named, without any detection, or the one that detects. */
async function choose(
  staging: Staging,
  available: StagedBuildpack[],
): Promise<{ buildpacks: StagedBuildpack[]; detected: string }> {
  const { request, journal, context, platform } = staging;
  if (request.buildpacks.length) {
    journal.skip('detect', 'the buildpacks are named, so none is asked');
    return { buildpacks: available, detected: '' };
  }
  const app = context!.sandbox.path(platform.paths.app);
  const found = await scripted(staging, 'detect', available, async () => {
    const { buildpack, name } = await journal.run(
      'detect',
      {},
      () => detect(context!, available, app),
      (found) => ({ buildpack: found.buildpack.key }),
    );
    journal.log(`Detected by ${buildpack.key}`);
    return { key: buildpack.key, name };
  });
  return { buildpacks: available.filter(({ key }) => key === found.key).slice(0, 1), detected: found.name };
}

function placesInside(
  staging: Staging,
  indexes: string[],
  fetched: FetchedBuildpack[],
): BuildFolders & { root: string; cache: string } {
  const { paths, multiBuildpack } = staging.platform;
  const path = (absolute: string) => staging.sandbox!.path(absolute);
  const last = indexes.length - 1;
  return {
    app: path(paths.app),
    root: path(paths.root),
    cache: path(paths.cache),
    deps: path(`${paths.root}/deps`),
    profile: path(`${paths.root}/profile.d`),
    caches: multiBuildpack
      ? indexes.map((_, i) => path(`${paths.cache}/${i === last ? 'final' : fetched[i]!.hash}`))
      : [path(paths.cache)],
    indexes,
  };
}

/** supply, then finalize or compile; the buildpacks' own names and versions are known afterwards, also if one failed. */
async function build(staging: Staging, buildpacks: StagedBuildpack[], at: BuildFolders): Promise<void> {
  const { journal } = staging;
  const context = staging.context!;
  const last = buildpacks.at(-1)!;
  checkOrder(buildpacks);
  await supplyAll(context, buildpacks, at, (buildpack, work) =>
    scripted(staging, `supply ${buildpacks.indexOf(buildpack)}`, [buildpack], () =>
      journal.run('supply', { buildpack: buildpack.key }, work),
    ),
  );
  const phase = last.scripts.finalize ? 'finalize' : 'compile';
  const readConfigs = async () => {
    const paths = at.indexes.map((index) => `${at.deps}/${index}/config.yml`);
    const configs = await readFiles(context, paths);
    staging.result = stagingResult(
      buildpacks.map((b, i) => readConfig(b.key, configs[i]!)),
      undefined,
    );
  };
  try {
    await scripted(staging, 'build', [last], () =>
      journal.run(phase, { buildpack: last.key }, () => buildLast(context, buildpacks, at)),
    );
  } catch (error) {
    // A container that is gone tells nothing, one that a script has left full of processes may not: why the script failed counts.
    if (!staging.signal.aborted && !(error instanceof EngineError)) await readConfigs().catch(() => {});
    throw error;
  }
  await readConfigs();
}
