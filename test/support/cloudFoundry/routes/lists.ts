// Resources that are only read: one by one and as lists.
import { present } from '../links';
import { list } from '../pages';
import { readable, visible } from '../permissions';
import type { Kind } from '../resources';
import { relatedGuid } from '../resources';
import type { Route } from '../route';
import { get, ok } from '../route';

/** Kind → what the platform calls one of them in “… not found”. */
const called: Partial<Record<Kind, string>> = {
  organizations: 'Organization',
  spaces: 'Space',
  stacks: 'Stack',
  buildpacks: 'Buildpack',
  domains: 'Domain',
  isolation_segments: 'Isolation segment',
  service_offerings: 'Service offering',
  service_plans: 'Service plan',
  service_instances: 'Service instance',
  roles: 'Role',
  apps: 'App',
  processes: 'Process',
  packages: 'Package',
  builds: 'Build',
  droplets: 'Droplet',
  service_credential_bindings: 'Service credential binding',
  routes: 'Route',
};

/** Below an app: path → kind. */
const ofApp = { packages: 'packages', droplets: 'droplets', builds: 'builds', processes: 'processes' } as const;

export const listRoutes: Route[] = [
  ...(Object.entries(called) as [Kind, string][]).flatMap(([kind, name]) => [
    get(`/v3/${kind}`, (call) => list(call, kind, visible(call, kind))),
    get(`/v3/${kind}/:guid`, (call) => ok(present(call.foundation.api, kind, readable(call, kind, name)))),
  ]),
  ...Object.entries(ofApp).map(([path, kind]) =>
    get(`/v3/apps/:guid/${path}`, (call) => {
      const app = readable(call, 'apps', 'App');
      return list(call, kind, call.foundation.store[kind].related('app', app.guid));
    }),
  ),
  get('/v3/packages/:guid/droplets', (call) => {
    const { guid } = readable(call, 'packages', 'Package');
    const droplets = call.foundation.store.droplets.all.filter(({ _package }) => _package === guid);
    return list(call, 'droplets', droplets);
  }),
  get('/v3/organizations/:guid/domains', (call) => {
    readable(call, 'organizations', 'Organization');
    return list(call, 'domains', call.foundation.store.domains.all);
  }),
  get('/v3/organizations/:guid/domains/default', (call) => {
    const { store, api } = call.foundation;
    return ok(
      present(
        api,
        'domains',
        store.domains.all.find(({ internal }) => !internal)!,
      ),
    );
  }),
  get('/v3/spaces/:guid/relationships/isolation_segment', (call) => {
    const space = readable(call, 'spaces', 'Space');
    const segment = relatedGuid(space, '_isolation_segment');
    const own = `${call.foundation.api}/v3/spaces/${space.guid}/relationships/isolation_segment`;
    return ok({ data: segment ? { guid: segment } : null, links: { self: { href: own } } });
  }),
];
