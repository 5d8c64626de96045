// A builder that really stages: our own stager in its sandbox on Docker, with the foundation's buildpacks and stack images.
import { rm } from 'node:fs/promises';
import { findEngine } from '../../../../client/src/staging/findEngine';
import type { Engine } from '../../../../client/src/staging/engines/engine';
import type { Phase, ResultEvent } from '../../../../client/src/staging/report/events';
import type { StageRequest } from '../../../../client/src/staging/report/request';
import { stage } from '../../../../client/src/staging/stage/stage';
import type { ErrorName } from '../errors';
import type { Equipment } from '../seed';
import type { BuilderResult, BuildOrder } from './builds';
import { BuildFailed } from './builds';

/** What the builder of the platform prints; the rest of our log is about our own engine. */
const printed: ReadonlySet<Phase> = new Set(['detect', 'supply', 'finalize', 'compile', 'release']);
const ours = /^Detected by /;

/** Exit status of the builder → what the Cloud Controller makes of it; it knows no other. */
const reasons: Partial<Record<number, ErrorName>> = {
  222: 'NoAppDetectedError',
  223: 'BuildpackCompileFailed',
  224: 'BuildpackReleaseFailed',
};

export class SandboxBuilder {
  private engine: Promise<Engine> | undefined;

  constructor(private readonly equipment: Equipment) {}

  readonly build = async (order: BuildOrder): Promise<BuilderResult> => {
    this.engine ??= findEngine({ engine: 'docker' });
    const result = await stage(
      this.requestOf(order),
      await this.engine,
      (event) => {
        if (event.event !== 'log' || !printed.has(event.phase) || ours.test(event.text)) return;
        order.log.line(event.text, event.stream === 'stderr' ? 'ERR' : 'OUT');
      },
      order.signal,
    );
    if (result.outcome === 'staged') return result.result as BuilderResult;
    await rm(order.droplet, { force: true });
    throw new BuildFailed(reasons[result.exitCode] ?? 'StagingError', 'staging failed', statusOf(result));
  };

  async settle(): Promise<void> {
    await (await this.engine?.catch(() => undefined))?.settle();
  }

  private requestOf(order: BuildOrder): StageRequest {
    const { lifecycle, memoryMb, diskMb } = order;
    const stack = lifecycle.data.stack ?? '';
    const usable = this.equipment.buildpacks.filter(
      ({ ref, enabled = true, stack: of }) => ref !== undefined && enabled && (!of || of === stack),
    );
    return {
      platform: 'cloudfoundry',
      application: {
        name: { value: order.name },
        path: { value: order.folder },
        env: order.environment,
        envAt: {},
        memoryMb: { value: memoryMb },
        diskMb: { value: diskMb },
        processes: [],
        sidecars: [],
        services: [],
        uris: [],
        hooks: {},
        requirements: [],
        cron: [],
      },
      buildpacks: (lifecycle.data.buildpacks ?? []).map((value) => ({ value })),
      installed: usable.map(({ name, ref }) => ({ name, ref: ref! })),
      stack: { value: stack },
      image: this.equipment.stacks[stack] ?? '',
      services: order.services,
      caFiles: [],
      timeoutSeconds: 900,
      keepFailed: false,
      droplet: order.droplet,
      clearCache: false,
    };
  }
}

/** Ours that the platform's builder does not have are its 1. */
const statusOf = ({ exitCode }: ResultEvent) => (exitCode >= 222 && exitCode <= 226 ? exitCode : 1);
