// A resource as the API shows it: with the links that its kind has.
import type { Kind, Resource } from './resources';
import { relatedGuid } from './resources';

interface Link {
  href: string;
  method?: string;
}

/** Below the resource's own address: name → path, with the method where it is not GET. */
const below: Partial<Record<Kind, Record<string, string>>> = {
  organizations: { domains: 'domains', default_domain: 'domains/default' },
  spaces: { features: 'features', apply_manifest: 'POST actions/apply_manifest' },
  isolation_segments: { organizations: 'organizations' },
  domains: { route_reservations: 'route_reservations' },
  buildpacks: { upload: 'POST upload' },
  apps: {
    environment_variables: 'environment_variables',
    processes: 'processes',
    packages: 'packages',
    current_droplet: 'droplets/current',
    droplets: 'droplets',
    tasks: 'tasks',
    start: 'POST actions/start',
    stop: 'POST actions/stop',
    clear_buildpack_cache: 'POST actions/clear_buildpack_cache',
    revisions: 'revisions',
    deployed_revisions: 'revisions/deployed',
    features: 'features',
  },
  processes: { scale: 'POST actions/scale', stats: 'stats', process_instances: 'process_instances' },
  service_credential_bindings: { details: 'details' },
};

/** Relationships that are shown as links, too. */
const related: Partial<Record<Kind, Partial<Record<string, Kind>>>> = {
  spaces: { organization: 'organizations' },
  apps: { space: 'spaces' },
  processes: { app: 'apps', space: 'spaces' },
  packages: { app: 'apps' },
  builds: { app: 'apps' },
  droplets: { app: 'apps' },
  service_instances: { space: 'spaces', service_plan: 'service_plans' },
  service_plans: { service_offering: 'service_offerings' },
  service_credential_bindings: { app: 'apps', service_instance: 'service_instances' },
};

/** Links that depend on what the resource is like. */
function linksByState(api: string, kind: Kind, resource: Resource): Record<string, Link> {
  const own = `${api}/v3/${kind}/${resource.guid}`;
  switch (kind) {
    case 'packages':
      return resource.type === 'bits'
        ? { upload: { href: `${own}/upload`, method: 'POST' }, download: { href: `${own}/download` } }
        : {};
    case 'builds': {
      const droplet = resource.droplet as { guid: string } | null;
      return droplet ? { droplet: { href: `${api}/v3/droplets/${droplet.guid}` } } : {};
    }
    case 'droplets': {
      const app = relatedGuid(resource, 'app');
      const assign = `${api}/v3/apps/${app}/relationships/current_droplet`;
      return {
        assign_current_droplet: { href: assign, method: 'PATCH' },
        ...(resource.state === 'STAGED' ? { download: { href: `${own}/download` } } : {}),
      };
    }
    case 'service_instances': {
      const bindings = (kind: string) => ({ href: `${api}/v3/${kind}?service_instance_guids=${resource.guid}` });
      return {
        service_credential_bindings: bindings('service_credential_bindings'),
        service_route_bindings: bindings('service_route_bindings'),
      };
    }
    default:
      return {};
  }
}

/** Members whose names start with `_` are the foundation's own. */
export function present(api: string, kind: Kind, resource: Resource): Record<string, unknown> {
  const own = `${api}/v3/${kind}/${resource.guid}`;
  const links: Record<string, Link> = { self: { href: own } };
  for (const [name, text] of Object.entries(below[kind] ?? {})) {
    const [method, path] = text.includes(' ') ? (text.split(' ') as [string, string]) : [undefined, text];
    links[name] = { href: `${own}/${path}`, ...(method && { method }) };
  }
  for (const [name, of] of Object.entries(related[kind] ?? {})) {
    const guid = relatedGuid(resource, name);
    if (guid) links[name] = { href: `${api}/v3/${of}/${guid}` };
  }
  const shown = Object.fromEntries(Object.entries(resource).filter(([name]) => !name.startsWith('_')));
  if (kind === 'jobs') delete shown.metadata;
  return { ...shown, links: { ...links, ...linksByState(api, kind, resource) } };
}
