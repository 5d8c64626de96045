// Applications: made, changed and deleted; their environment and current droplet.
import { notFound, PlatformError, unprocessable } from '../errors';
import type { Foundation } from '../foundation';
import { startJob } from '../jobs';
import type { Lifecycle } from '../lifecycles';
import { lifecycleOf } from '../lifecycles';
import { present } from '../links';
import { canRead, mustWrite, readable, writable } from '../permissions';
import type { Resource } from '../resources';
import { changeMetadata, relatedGuid, toOne } from '../resources';
import type { Call, Route } from '../route';
import { accepted, created, get, ok, patch, post, remove } from '../route';
import { systemEnvironment, vcapApplication } from '../systemEnvironment';

interface AppMembers {
  name?: string;
  environment_variables?: Record<string, string>;
  lifecycle?: Lifecycle;
  relationships?: { space?: { data?: { guid: string } } };
  metadata?: Resource['metadata'];
}

async function createApp(call: Call) {
  const { foundation } = call;
  const { store, api } = foundation;
  const members = await call.json<AppMembers>('name environment_variables relationships lifecycle metadata');
  const space = store.spaces.get(members.relationships?.space?.data?.guid);
  if (!members.name) throw unprocessable("Name must be a string, Name can't be blank");
  if (!space || !canRead(foundation, call.user, { ...space, relationships: { space: toOne(space.guid) } }))
    throw unprocessable('Invalid space. Ensure that the space exists and you have access to it.');
  mustWrite(call);
  const lifecycle = lifecycleOf(foundation, members.lifecycle);
  if (store.apps.related('space', space.guid).some(({ name }) => name === members.name))
    throw new PlatformError('UniquenessError', `App with the name '${members.name}' already exists.`);
  const app = addApp(foundation, { ...members, name: members.name, lifecycle, space: space.guid });
  foundation.logCache.add(app.guid, `Created app with guid ${app.guid}`, 'OUT', 'API');
  return created(present(api, 'apps', app));
}

/** Makes an app with its process `web`, as creating it does. */
export function addApp(
  { store, environments }: Foundation,
  given: { name: string; space: string; lifecycle: Lifecycle; environment_variables?: Record<string, string> } & Pick<
    AppMembers,
    'metadata'
  >,
): Resource {
  const { name, space, lifecycle, metadata } = given;
  const app = store.apps.create({
    name,
    state: 'STOPPED',
    lifecycle,
    relationships: { space: toOne(space), current_droplet: toOne(null) },
    metadata,
  });
  environments.set(app.guid, given.environment_variables ?? {});
  store.processes.create({
    guid: app.guid,
    version: app.guid,
    type: 'web',
    command: null,
    user: 'vcap',
    instances: 1,
    memory_in_mb: 1024,
    disk_in_mb: 1024,
    log_rate_limit_in_bytes_per_second: -1,
    health_check: { type: 'port', data: { timeout: null, invocation_timeout: null, interval: null } },
    readiness_health_check: { type: 'process', data: { invocation_timeout: null, interval: null } },
    relationships: { app: toOne(app.guid), revision: null },
  });
  return app;
}

/** With everything that belongs to it; a build that runs is cancelled. */
async function deleteApp({ store, builds, logCache, packages, droplets, environments }: Foundation, guid: string) {
  for (const build of store.builds.related('app', guid)) {
    await builds.cancel(build.guid);
    store.builds.remove(build.guid);
  }
  const kinds = ['packages', 'droplets', 'processes', 'service_credential_bindings'] as const;
  for (const kind of kinds)
    for (const one of store[kind].related('app', guid)) {
      store[kind].remove(one.guid);
      packages.delete(one.guid);
      droplets.delete(one.guid);
    }
  environments.delete(guid);
  store.apps.remove(guid);
  logCache.forget(guid);
}

const variables = ({ api, environments }: Foundation, { guid }: Resource) => ({
  var: environments.get(guid) ?? {},
  links: {
    self: { href: `${api}/v3/apps/${guid}/environment_variables` },
    app: { href: `${api}/v3/apps/${guid}` },
  },
});

export const appRoutes: Route[] = [
  post('/v3/apps', createApp),
  patch('/v3/apps/:guid', async (call) => {
    const app = writable(call, 'apps', 'App');
    const { name, lifecycle, metadata } = await call.json<AppMembers>('name lifecycle metadata');
    const { store, api } = call.foundation;
    if (lifecycle) app.lifecycle = lifecycleOf(call.foundation, lifecycle, app.lifecycle as Lifecycle);
    changeMetadata(app, metadata);
    return ok(present(api, 'apps', store.apps.update(app, name ? { name } : {})));
  }),
  remove('/v3/apps/:guid', (call) => {
    const { guid } = writable(call, 'apps', 'App');
    call.foundation.logCache.add(guid, `Enqueued job to delete app with guid ${guid}`, 'OUT', 'API');
    return accepted(startJob(call.foundation, 'app.delete', () => deleteApp(call.foundation, guid)));
  }),
  ...(['start', 'stop', 'restart'] as const).map((action) =>
    post(`/v3/apps/:guid/actions/${action}`, (call) => {
      const app = writable(call, 'apps', 'App');
      const { store, api } = call.foundation;
      if (action !== 'stop' && !relatedGuid(app, 'current_droplet'))
        throw unprocessable('Assign a droplet before starting this app.');
      return ok(present(api, 'apps', store.apps.update(app, { state: action === 'stop' ? 'STOPPED' : 'STARTED' })));
    }),
  ),
  get('/v3/apps/:guid/environment_variables', (call) => ok(variables(call.foundation, writable(call, 'apps', 'App')))),
  patch('/v3/apps/:guid/environment_variables', async (call) => {
    const app = writable(call, 'apps', 'App');
    const { var: changes } = await call.json<{ var: Record<string, string | null> }>('var');
    const all: Record<string, string | null> = { ...call.foundation.environments.get(app.guid), ...changes };
    const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
    call.foundation.environments.set(app.guid, Object.fromEntries(kept));
    return ok(variables(call.foundation, app));
  }),
  get('/v3/apps/:guid/env', (call) => {
    const app = writable(call, 'apps', 'App');
    return ok({
      environment_variables: call.foundation.environments.get(app.guid) ?? {},
      staging_env_json: {},
      running_env_json: {},
      system_env_json: systemEnvironment(call.foundation, app),
      application_env_json: { VCAP_APPLICATION: vcapApplication(call.foundation, app) },
    });
  }),
  get('/v3/apps/:guid/droplets/current', (call) => {
    const { store, api } = call.foundation;
    const droplet = store.droplets.get(relatedGuid(readable(call, 'apps', 'App'), 'current_droplet'));
    if (!droplet) throw notFound('Droplet');
    return ok(present(api, 'droplets', droplet));
  }),
  get('/v3/apps/:guid/relationships/current_droplet', (call) => {
    const app = readable(call, 'apps', 'App');
    const guid = relatedGuid(app, 'current_droplet');
    if (!guid) throw notFound('Droplet');
    return ok({ data: { guid }, links: dropletLinks(call.foundation.api, app.guid) });
  }),
  patch('/v3/apps/:guid/relationships/current_droplet', async (call) => {
    const app = writable(call, 'apps', 'App');
    const { data } = await call.json<{ data: { guid: string } }>();
    const droplet = call.foundation.store.droplets.get(data.guid);
    if (!droplet || relatedGuid(droplet, 'app') !== app.guid)
      throw unprocessable('Unable to assign current droplet. Ensure the droplet exists and belongs to this app.');
    app.relationships!.current_droplet = toOne(data.guid);
    return ok({ data, links: dropletLinks(call.foundation.api, app.guid) });
  }),
];

const dropletLinks = (api: string, guid: string) => ({
  self: { href: `${api}/v3/apps/${guid}/relationships/current_droplet` },
  related: { href: `${api}/v3/apps/${guid}/droplets/current` },
});
