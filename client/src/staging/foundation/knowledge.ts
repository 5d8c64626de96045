// What a foundation knows that a manifest can name: asked for in one go, handed to the language server as data.
import type {
  Target,
  TargetBuildpack,
  TargetDomain,
  TargetKnowledge,
  TargetService,
  TargetStack,
} from '../../../../server/src/base/targetKnowledge';
import { query } from './api';
import type { Api } from './api';
import { ApiFailure } from './apiFailure';
import { spaceOf } from './cfConfig';
import type { Target as FoundationTarget } from './cfConfig';

interface Resource {
  guid: string;
  name: string;
}

interface Stack extends Resource {
  description: string | null;
}

interface Buildpack extends Resource {
  position: number;
  stack: string | null;
  filename: string | null;
  enabled: boolean;
  /** Older APIs know only one kind. */
  lifecycle?: 'buildpack' | 'cnb';
}

interface Domain extends Resource {
  internal: boolean;
  /** Older APIs tell TCP by the group of routers. */
  supported_protocols?: string[];
  router_group?: object | null;
}

interface ServiceInstance extends Resource {
  type: 'managed' | 'user-provided';
  relationships?: { service_plan?: { data: { guid: string } | null } };
}

interface Plan extends Resource {
  relationships?: { service_offering?: { data: { guid: string } | null } };
}

/** Asks everything at once. A list that the user may not see is left out; throws ApiFailure when there is more in the way than that. */
export async function collectKnowledge(api: Api, signal?: AbortSignal, now = new Date()): Promise<TargetKnowledge> {
  const { target } = api;
  const space = spaceOf(target);
  const inOrg = target.organization?.guid ?? '';
  const [stacks, buildpacks, domains, serviceInstances, isolationSegments] = await Promise.all([
    seen(stacksOf(api, signal)),
    seen(buildpacksOf(api, signal)),
    seen(domainsOf(api, inOrg, signal)),
    seen(servicesOf(api, space.guid, signal)),
    seen(segmentsOf(api, inOrg, signal)),
  ]);
  return {
    target: targetOf(target),
    at: now.toISOString(),
    ...{ stacks, buildpacks, domains, serviceInstances, isolationSegments },
  };
}

/** What `cf target` says, for people. */
const targetOf = ({ api, organization, space }: FoundationTarget): Target => ({
  api,
  org: organization?.name ?? '',
  space: space?.name ?? '',
});

async function seen<T>(list: Promise<T>): Promise<T | undefined> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof ApiFailure && [403, 404, 422].includes(error.status ?? 0)) return undefined;
    throw error;
  }
}

async function stacksOf(api: Api, signal?: AbortSignal): Promise<TargetStack[]> {
  const found = await api.all<Stack>('/v3/stacks', { what: 'read the stacks', signal });
  return found.map(({ name, description }) => ({ name, description: description ?? '' }));
}

async function buildpacksOf(api: Api, signal?: AbortSignal): Promise<TargetBuildpack[]> {
  const order = query({ order_by: 'position' });
  const found = await api.all<Buildpack>(`/v3/buildpacks${order}`, { what: 'read the buildpacks', signal });
  return found.map(({ name, position, stack, filename, enabled, lifecycle = 'buildpack' }) => ({
    name,
    position,
    ...(stack ? { stack } : {}),
    ...(filename ? { filename, ...versionIn(filename) } : {}),
    enabled,
    lifecycle,
  }));
}

/** `ruby_buildpack-cached-cflinuxfs4-v1.10.21.zip` → 1.10.21 */
function versionIn(filename: string): { version?: string } {
  const version = /[-_]v?(\d+(?:\.\d+)+(?:[-+.][\w.]+)?)\.(?:zip|tgz|tar\.gz|cnb)$/.exec(filename)?.[1];
  return version ? { version } : {};
}

async function domainsOf(api: Api, organization: string, signal?: AbortSignal): Promise<TargetDomain[]> {
  const found = await api.all<Domain>(`/v3/organizations/${organization}/domains`, {
    what: 'read the domains',
    signal,
  });
  return found.map(({ name, internal, supported_protocols: protocols, router_group: group }) => ({
    name,
    internal,
    tcp: protocols ? protocols.includes('tcp') : Boolean(group),
  }));
}

/** Those shared with the space are among them. Plan and offering come along in each page. */
async function servicesOf(api: Api, space: string, signal?: AbortSignal): Promise<TargetService[]> {
  const path = `/v3/service_instances${query({
    space_guids: space,
    'fields[service_plan]': 'guid,name,relationships.service_offering',
    'fields[service_plan.service_offering]': 'guid,name',
  })}`;
  const services: TargetService[] = [];
  for await (const page of api.pages<ServiceInstance>(path, { what: 'read the service instances', signal })) {
    const plans = byGuid(page.included?.service_plans as Plan[]);
    const offerings = byGuid(page.included?.service_offerings as Resource[]);
    for (const { name, type, relationships } of page.resources) {
      const plan = plans.get(relationships?.service_plan?.data?.guid ?? '');
      const offering = offerings.get(plan?.relationships?.service_offering?.data?.guid ?? '');
      services.push({
        name,
        kind: type,
        ...(offering ? { offering: offering.name } : {}),
        ...(plan ? { plan: plan.name } : {}),
      });
    }
  }
  return services;
}

const byGuid = <T extends Resource>(resources: T[] = []): Map<string, T> =>
  new Map(resources.map((one) => [one.guid, one]));

async function segmentsOf(api: Api, organization: string, signal?: AbortSignal): Promise<string[]> {
  const path = `/v3/isolation_segments${query({ organization_guids: organization })}`;
  const found = await api.all<Resource>(path, { what: 'read the isolation segments', signal });
  return found.map(({ name }) => name);
}
