// The engine is a bundle of its own, loaded by the first staging or droplet.
import type { Readable } from 'node:stream';
import type { ResolvedApplication } from '../../server/src/protocol';
import type { Engine } from './staging/engines/engine';
import type { Report, ResultEvent } from './staging/events';
import type { runDroplet } from './staging/run';
import type { StageRequest } from './staging/request';
interface Staging {
  stage(request: StageRequest, engine: Engine, report: Report, signal: AbortSignal): Promise<ResultEvent>;
  findEngine(wish: { engine: 'auto' | 'docker' | 'local'; dockerHost?: string }): Promise<Engine>;
  requestFor(application: ResolvedApplication, settings: Record<string, unknown>): Promise<StageRequest>;
  listDroplet(
    file: string,
  ): Promise<
    { path: string; type: 'file' | 'directory' | 'link'; size: number; mode: number; mtime: number; target?: string }[]
  >;
  openDropletFile(file: string, path: string): Promise<Readable>;
  runDroplet: typeof runDroplet;
}

let loaded: Promise<Staging> | undefined;

export const loadStaging = (): Promise<Staging> => (loaded ??= import('./staging.js' as string) as Promise<Staging>);
