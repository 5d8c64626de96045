// The engine is a bundle of its own, loaded by the first staging or droplet.
import type * as engine from '../staging';

type Staging = typeof engine;

let loaded: Promise<Staging> | undefined;

export const loadStaging = (): Promise<Staging> => (loaded ??= import('./staging.js' as string) as Promise<Staging>);
