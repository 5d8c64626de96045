// Apps of a space: found by name, or made for one staging with a label that says so.
import { isDead, thisProcess } from '../files/owner';
import type { Owner } from '../files/owner';
import { listed, query } from './api';
import type { Answer, Api } from './api';
import { spaceOf } from './cfConfig';
import { finished } from './jobs';

export interface Lifecycle {
  type: 'buildpack' | 'cnb' | 'docker';
  data: { buildpacks?: string[]; stack?: string };
}

export interface App {
  guid: string;
  name: string;
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
}

/** `made`: for a staging, to be deleted after it; `kept`: it was to stay. */
const label = 'cf-staging';
const ownerNote = 'cf-staging-owner';

export async function findApp(api: Api, name: string, signal?: AbortSignal): Promise<App | undefined> {
  const path = `/v3/apps${query({ names: listed([name]), space_guids: spaceOf(api.target).guid })}`;
  const [app] = await api.all<App>(path, { what: `look for the app ${name}`, signal });
  return app;
}

/** Without a route, and not started. `tag` tells this one from all others that were ever made. */
export async function makeApp(
  api: Api,
  { name, lifecycle, env, tag }: { name: string; lifecycle: Lifecycle; env: Record<string, string>; tag: string },
  signal?: AbortSignal,
): Promise<App> {
  const { body } = await api.request<App>('POST', '/v3/apps', {
    what: `make the app ${name}`,
    json: {
      name,
      lifecycle,
      environment_variables: env,
      relationships: { space: { data: { guid: spaceOf(api.target).guid } } },
      metadata: {
        labels: { [label]: 'made' },
        annotations: { [ownerNote]: JSON.stringify({ ...thisProcess, tag }) },
      },
    },
    signal,
  });
  return body;
}

/** Not to be deleted any more by who comes later. */
export async function keepApp(api: Api, { guid, name }: App, signal?: AbortSignal): Promise<void> {
  await api.request('PATCH', `/v3/apps/${guid}`, {
    what: `keep the app ${name}`,
    json: { metadata: { labels: { [label]: 'kept' } } },
    signal,
  });
}

/** With its packages, builds and droplets; a build that is under way ends. */
export const deleteApp = (api: Api, { guid, name }: App, signal?: AbortSignal): Promise<void> =>
  remove(api, `/v3/apps/${guid}`, `delete the app ${name}`, signal);

/** Resolves when it is gone. */
export async function remove(api: Api, path: string, what: string, signal?: AbortSignal): Promise<void> {
  const request = { what, signal };
  await finished(api, await api.request('DELETE', path, request), request);
}

/** Whose an app is that a staging has made; undefined for any other. */
export function makerOf({ metadata }: App): (Owner & { tag: string; isDead: boolean }) | undefined {
  if (metadata.labels[label] !== 'made') return undefined;
  try {
    const owner = JSON.parse(metadata.annotations[ownerNote] ?? '') as Owner & { tag: string };
    return { ...owner, isDead: isDead(owner) };
  } catch {
    return { host: '', pid: 0, started: '', tag: '', isDead: false };
  }
}

/** Apps that were made by processes of this machine that have ended without deleting them. */
export async function orphans(api: Api, signal?: AbortSignal): Promise<App[]> {
  const path = `/v3/apps${query({ label_selector: `${label}=made`, space_guids: spaceOf(api.target).guid })}`;
  const found = await api.all<App>(path, { what: 'look for apps of earlier stagings', signal });
  return found.filter((app) => makerOf(app)?.isDead);
}

/** Names of the service instances that the space does not have; the others are bound to the app, each when the one before is. */
export async function bindServices(
  api: Api,
  app: App,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  if (!names.length) return [];
  const path = `/v3/service_instances${query({ names: listed(names), space_guids: spaceOf(api.target).guid })}`;
  const found = await api.all<{ guid: string; name: string }>(path, { what: 'look for the services', signal });
  const missing = names.filter((name) => !found.some((one) => one.name === name));
  if (missing.length) return missing;
  for (const { guid, name } of found) {
    const request = { what: `bind the service ${name}`, signal };
    const bound: Answer<unknown> = await api.request('POST', '/v3/service_credential_bindings', {
      ...request,
      json: {
        type: 'app',
        relationships: { app: { data: { guid: app.guid } }, service_instance: { data: { guid } } },
      },
    });
    await finished(api, bound, request);
  }
  return [];
}
