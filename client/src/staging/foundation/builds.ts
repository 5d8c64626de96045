// Builds: a package becomes a droplet, on the foundation's own cells.
import type { Api } from './api';
import type { App, Lifecycle } from './apps';
import { poll } from './jobs';
import type { Package } from './packages';

export interface Build {
  guid: string;
  created_at: string;
  state: 'STAGING' | 'STAGED' | 'FAILED';
  /** `BuildpackCompileFailed - App staging failed in the buildpack compile phase` */
  error: string | null;
  droplet: { guid: string } | null;
}

/** What is left out is the app's own. */
export interface Limits {
  memoryMb?: number;
  diskMb?: number;
}

export async function startBuild(
  api: Api,
  app: App,
  { guid }: Package,
  lifecycle: Lifecycle,
  { memoryMb, diskMb }: Limits,
  signal?: AbortSignal,
): Promise<Build> {
  const { body } = await api.request<Build>('POST', '/v3/builds', {
    what: `stage the app ${app.name}`,
    json: {
      package: { guid },
      lifecycle,
      ...(memoryMb === undefined ? {} : { staging_memory_in_mb: memoryMb }),
      ...(diskMb === undefined ? {} : { staging_disk_in_mb: diskMb }),
    },
    signal,
  });
  return body;
}

/** Resolves when it has ended, in whatever way. */
export const endOf = (api: Api, { guid }: Build, signal: AbortSignal): Promise<Build> =>
  poll(
    () => api.get<Build>(`/v3/builds/${guid}`, { what: 'ask how the staging goes', signal }),
    ({ state }) => state !== 'STAGING',
    signal,
  );
