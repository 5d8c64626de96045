// The apps of the target's space and their droplets, for who wants to look at one.
import { query } from './api';
import type { Api } from './api';
import { ApiFailure } from './apiFailure';
import type { App } from './apps';
import { spaceOf } from './cfConfig';
import type { PlatformDroplet } from './droplets';

/** By name. */
export const appsOfSpace = (api: Api, signal?: AbortSignal): Promise<App[]> =>
  api.all<App>(`/v3/apps${query({ space_guids: spaceOf(api.target).guid, order_by: 'name' })}`, {
    what: 'read the apps of the space',
    signal,
  });

export interface AppDroplet extends PlatformDroplet {
  /** The app runs it, or would when it is started. */
  isCurrent: boolean;
}

/** Those that can be downloaded, newest first. */
export async function dropletsOfApp(api: Api, { guid, name }: App, signal?: AbortSignal): Promise<AppDroplet[]> {
  const what = `read the droplets of ${name}`;
  const path = `/v3/apps/${guid}/droplets${query({ states: 'STAGED', order_by: '-created_at' })}`;
  const [droplets, current] = await Promise.all([
    api.all<PlatformDroplet>(path, { what, signal }),
    api.get<PlatformDroplet>(`/v3/apps/${guid}/droplets/current`, { what, signal }).catch((error: unknown) => {
      // No droplet is current yet.
      if (error instanceof ApiFailure && error.status === 404) return undefined;
      throw error;
    }),
  ]);
  return droplets.map((droplet) => ({ ...droplet, isCurrent: droplet.guid === current?.guid }));
}
