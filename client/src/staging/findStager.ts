// What stages: an engine's sandbox, or the Cloud Foundry that one is logged in to.
import { findEngine } from './findEngine';
import type { EngineWish } from './findEngine';
import { inSandbox } from './stage/stager';
import type { Stager } from './stage/stager';

export interface StagerWish extends Omit<EngineWish, 'engine'> {
  engine?: EngineWish['engine'] | 'cloudfoundry';
  /** PEM files to trust on the way to a foundation. */
  caFiles?: string[];
}

/** Throws EngineError `Unavailable` or StagingFailure `EngineUnavailable`, which tell where it was looked for. */
export async function findStager({ engine, ...wish }: StagerWish, signal?: AbortSignal): Promise<Stager> {
  if (engine !== 'cloudfoundry') return inSandbox(await findEngine({ ...wish, engine }, signal));
  const { connectStager } = await import('./stage/foundation/foundationStager');
  return await connectStager(wish);
}
