// Whatever turns a request into a droplet: a sandbox of an engine that we drive step by step, or a foundation that does it by itself.
import type { Engine } from '../engines/engine';
import type { Report, ResultEvent } from '../report/events';
import type { StageRequest } from '../report/request';
import type { Hold } from './keep';
import { stage } from './stage';

export interface Stager {
  /** "Docker 20.10.24", "Cloud Foundry". */
  readonly product: string;
  /** "Docker 20.10.24 at unix:///var/run/docker.sock". */
  readonly description: string;
  /**
   * Stages one application. Never rejects: whatever happens ends in a result event, which is reported last and returned. Aborting
   * `signal` ends everything at once and leaves nothing behind. `hold` gets what a failure leaves, where something can be kept.
   */
  stage(request: StageRequest, report: Report, signal: AbortSignal, hold?: Hold): Promise<ResultEvent>;
  /** Resolves when all that was removed so far is gone. */
  settle(): Promise<void>;
}

export const inSandbox = (engine: Engine): Stager => ({
  product: engine.product,
  description: engine.description,
  stage: (request, ...run) => stage(request, engine, ...run),
  settle: () => engine.settle(),
});
