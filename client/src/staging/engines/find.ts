// From what the user wishes to a connected engine.
import { discover, unreachable, type Wish } from './discover';
import type { Engine } from './engine';

export interface EngineWish {
  /** The default is Docker; `local` must be asked for, because it isolates nothing. */
  engine?: 'auto' | 'docker' | 'local';
  dockerHost?: string;
  context?: string;
}

/** Throws EngineError `Unavailable`, which names every place looked at. */
export async function findEngine(wish: EngineWish, signal?: AbortSignal): Promise<Engine> {
  if (wish.engine === 'local') return new (await import('./local')).LocalEngine();
  const places: Wish = { host: wish.dockerHost, context: wish.context };
  const discovery = await discover(places, signal);
  if (!discovery.engine) throw unreachable(discovery);
  return discovery.engine;
}
