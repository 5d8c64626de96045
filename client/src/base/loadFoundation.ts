// The connection to a Cloud Foundry is a bundle of its own, loaded by who uses one.
import type * as foundation from '../staging/foundation';

type Foundations = typeof foundation;

let loaded: Promise<Foundations> | undefined;

export const loadFoundation = (): Promise<Foundations> =>
  (loaded ??= import('./foundation.js' as string) as Promise<Foundations>);
