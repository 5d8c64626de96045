// Builds as the platform runs them: at most one per app, ended by their stager, by a fault or by being cancelled.
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '../blobs';
import type { ErrorName } from '../errors';
import { detailOf } from '../errors';
import type { Foundation } from '../foundation';
import type { Lifecycle } from '../lifecycles';
import { layOut } from '../packageFiles';
import type { Resource } from '../resources';
import { toOne } from '../resources';
import { systemEnvironment } from '../systemEnvironment';
import { cnbBuilder } from './cnbBuilder';
import { ExecutorLog } from './executorLog';

/** What there is to stage, and where its output goes. */
export interface BuildOrder {
  name: string;
  /** The app's files. */
  folder: string;
  lifecycle: Lifecycle;
  environment: Record<string, string>;
  services: string;
  memoryMb: number;
  diskMb: number;
  /** Where the droplet is to be written. */
  droplet: string;
  log: ExecutorLog;
  signal: AbortSignal;
}

/** The builder's result.json, as far as the Cloud Controller keeps it. */
export interface BuilderResult {
  lifecycle_metadata: {
    detected_buildpack: string;
    buildpack_key: string;
    buildpacks: { key: string; name?: string; version?: string }[] | null;
  };
  process_types: Record<string, string> | null;
  execution_metadata: string;
}

export type Builder = (order: BuildOrder) => Promise<BuilderResult>;

/** A build that ends FAILED, with the platform's reason. */
export class BuildFailed extends Error {
  constructor(
    readonly reason: ErrorName,
    readonly detail = 'staging failed',
    /** The builder's exit status, when it ran at all. */
    readonly status?: number,
  ) {
    super(reason);
  }
}

/** What the next build meets instead of its stager. */
export type BuildFault = { fails: ErrorName; detail?: string } | { stuck: true };

export class Builds {
  private readonly running = new Map<string, { abort: AbortController; over: Promise<void> }>();
  private readonly faults: BuildFault[] = [];

  constructor(
    private readonly foundation: () => Foundation,
    private readonly builder: Builder,
  ) {}

  next(fault: BuildFault): void {
    this.faults.push(fault);
  }

  /** Builds that are under way. */
  get active(): number {
    return this.running.size;
  }

  start(build: Resource, app: Resource): void {
    const abort = new AbortController();
    const over = this.run(build, app, this.faults.shift(), abort.signal).finally(() => this.running.delete(build.guid));
    this.running.set(build.guid, { abort, over });
  }

  /** Stops one that is under way; it is FAILED. */
  async cancel(guid: string, error = 'cancelled'): Promise<void> {
    const found = this.running.get(guid);
    if (!found) return;
    found.abort.abort(new BuildFailed('StagerError', error));
    await found.over;
  }

  async cancelAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map(async (guid) => await this.cancel(guid)));
  }

  private async run(build: Resource, app: Resource, fault: BuildFault | undefined, signal: AbortSignal) {
    const foundation = this.foundation();
    const { store, logCache, folder } = foundation;
    const work = join(folder, `build-${build.guid}`);
    try {
      const droplet = await this.stage(build, app, fault, work, signal);
      store.builds.update(build, { state: 'STAGED', droplet: { guid: droplet.guid } });
      logCache.add(app.guid, `Staging complete for build ${build.guid}`, 'OUT', 'API');
    } catch (error) {
      const reason = signal.aborted ? (signal.reason as unknown) : error;
      const { reason: id, detail } =
        reason instanceof BuildFailed ? reason : new BuildFailed('StagingError', (reason as Error).message);
      if (!(reason instanceof BuildFailed)) foundation.complaints.push(reason as Error);
      store.builds.update(build, { state: 'FAILED', error: `${id} - ${detailOf(id, detail)}` });
      logCache.add(app.guid, `Failed to stage build: ${detail}`, 'ERR', 'API');
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  private async stage(
    build: Resource,
    app: Resource,
    fault: BuildFault | undefined,
    work: string,
    signal: AbortSignal,
  ): Promise<Resource> {
    const foundation = this.foundation();
    const { store, blobs, packages, droplets, environments, folder } = foundation;
    const source = (build.package as { guid: string }).guid;
    const lifecycle = build.lifecycle as Lifecycle;
    const log = new ExecutorLog(foundation.logCache, app.guid);
    if (fault && 'fails' in fault) throw new BuildFailed(fault.fails, fault.detail);
    log.creating(lifecycle.data.buildpacks ?? []);
    if (fault)
      await new Promise((_, stopped) => signal.addEventListener('abort', () => stopped(signal.reason as Error)));
    if (lifecycle.type === 'docker')
      return this.addDroplet(build, app, { image: imageOf(store.packages.get(source)!) });
    await mkdir(work, { recursive: true });
    await layOut(packages.get(source) ?? [], blobs, join(work, 'app'));
    log.downloadedPackage((packages.get(source) ?? []).reduce((sum, { size }) => sum + size, 0));
    const file = join(folder, `droplet-${build.guid}.tgz`);
    const order = {
      name: app.name!,
      folder: join(work, 'app'),
      lifecycle,
      environment: environments.get(app.guid) ?? {},
      services: JSON.stringify(systemEnvironment(foundation, app).VCAP_SERVICES ?? {}),
      memoryMb: build.staging_memory_in_mb as number,
      diskMb: build.staging_disk_in_mb as number,
      droplet: file,
      log,
      signal,
    };
    try {
      const result = await (lifecycle.type === 'cnb' ? cnbBuilder : this.builder)(order);
      signal.throwIfAborted();
      log.exited(0);
      const { size } = await stat(file);
      log.uploaded(size);
      const web = store.processes.related('app', app.guid).find(({ type }) => type === 'web');
      if (!Object.keys(result.process_types ?? {}).length && !web?.command)
        throw new BuildFailed('StagingError', 'Start command not specified');
      const droplet = this.addDroplet(build, app, { result, sha256: await digestOf('sha256', file) });
      droplets.set(droplet.guid, file);
      return droplet;
    } catch (error) {
      await rm(file, { force: true });
      if (error instanceof BuildFailed && error.status !== undefined) log.exited(error.status);
      throw error;
    } finally {
      log.destroyed();
    }
  }

  private addDroplet(
    build: Resource,
    app: Resource,
    { result, sha256, image }: { result?: BuilderResult; sha256?: string; image?: string },
  ): Resource {
    const { type, data } = build.lifecycle as Lifecycle;
    const metadata = result?.lifecycle_metadata;
    return this.foundation().store.droplets.create({
      state: 'STAGED',
      error: null,
      lifecycle: { type, data: {} },
      checksum: sha256 ? { type: 'sha256', value: sha256 } : null,
      buildpacks: metadata
        ? (metadata.buildpacks ?? []).map(({ key, name, version }) => ({
            name: key,
            detect_output: key === metadata.buildpack_key ? metadata.detected_buildpack : null,
            buildpack_name: name ?? null,
            version: version ?? null,
          }))
        : null,
      stack: data.stack ?? null,
      image: image ?? null,
      execution_metadata: result?.execution_metadata ?? '',
      process_types: result?.process_types ?? { web: '' },
      relationships: { app: toOne(app.guid) },
      _package: (build.package as { guid: string }).guid,
    });
  }
}

const imageOf = (source: Resource) => (source.data as { image: string }).image;
