// What the foundation has before anybody does anything: organization, space, stacks, buildpacks, domains, services.
import { randomUUID } from 'node:crypto';
import type { Foundation, FoundationOptions, InstalledBuildpack, ServiceInstance } from './foundation';
import { toOne } from './resources';
import { addApp } from './routes/apps';
import { operation } from './routes/services';

/** What has a default, filled in. */
export type Equipment = FoundationOptions & Required<Pick<FoundationOptions, 'stacks' | 'buildpacks'>>;

const names = { organization: 'samples', space: 'development' };

const usualDomains: NonNullable<FoundationOptions['domains']> = [
  { name: 'apps.example.com' },
  { name: 'apps.internal', internal: true },
];

export function seed(foundation: Foundation, options: Equipment): void {
  const { store, user } = foundation;
  const organization = store.organizations.create({
    name: names.organization,
    suspended: false,
    relationships: { quota: toOne(randomUUID()) },
  });
  const space = store.spaces.create({
    name: names.space,
    suspended: false,
    relationships: { organization: toOne(organization.guid), quota: toOne(null) },
  });
  store.roles.create({
    type: user.role,
    relationships: { user: toOne(user.guid), space: toOne(space.guid), organization: toOne(null) },
  });
  Object.keys(options.stacks).forEach((name, index) =>
    store.stacks.create({
      name,
      description: `Stack ${name}`,
      state: 'ACTIVE',
      state_reason: null,
      run_rootfs_image: name,
      build_rootfs_image: name,
      default: index === 0,
    }),
  );
  for (const buildpack of options.buildpacks) addBuildpack(foundation, buildpack);
  for (const { name, internal = false, tcp = false } of options.domains ?? usualDomains)
    store.domains.create({
      name,
      internal,
      router_group: tcp ? { guid: randomUUID() } : null,
      supported_protocols: tcp ? ['tcp'] : ['http'],
      relationships: { organization: toOne(null), shared_organizations: { data: [] } },
    });
  for (const name of options.isolationSegments ?? []) store.isolation_segments.create({ name });
  for (const service of options.services ?? []) addService(foundation, service, space.guid);
  const stack = Object.keys(options.stacks)[0];
  for (const { name, env, buildpacks = [] } of options.apps ?? [])
    addApp(foundation, {
      name,
      space: space.guid,
      lifecycle: { type: 'buildpack', data: { buildpacks, stack } },
      environment_variables: env,
    });
}

/** Installs a buildpack behind those that are there. */
export function addBuildpack({ store }: Foundation, given: InstalledBuildpack): void {
  const { name, stack, filename, enabled = true, lifecycle = 'buildpack' } = given;
  store.buildpacks.create({
    name,
    stack: stack === undefined ? store.stacks.all[0]!.name : stack,
    state: 'READY',
    lifecycle,
    filename: filename ?? `${name}-v1.0.0.zip`,
    position: store.buildpacks.all.length + 1,
    enabled,
    locked: false,
  });
}

function addService({ store }: Foundation, given: ServiceInstance, space: string): void {
  const { name, offering, plan = 'small', credentials = {} } = given;
  const common = { name, tags: [], last_operation: operation('create'), _credentials: credentials };
  if (!offering) {
    const none = { syslog_drain_url: null, route_service_url: null };
    store.service_instances.create({
      ...common,
      type: 'user-provided',
      ...none,
      relationships: { space: toOne(space) },
    });
    return;
  }
  const of = store.service_offerings.named(offering) ?? addOffering(store, offering);
  const its =
    store.service_plans.related('service_offering', of.guid).find((one) => one.name === plan) ??
    addPlan(store, plan, of.guid);
  store.service_instances.create({
    ...common,
    type: 'managed',
    maintenance_info: {},
    upgrade_available: false,
    dashboard_url: null,
    relationships: { space: toOne(space), service_plan: toOne(its.guid) },
  });
}

const addOffering = (store: Foundation['store'], name: string) =>
  store.service_offerings.create({
    name,
    description: `Offers ${name}`,
    available: true,
    tags: [],
    requires: [],
    shareable: false,
    documentation_url: '',
    broker_catalog: {
      id: name,
      metadata: {},
      features: {
        plan_updateable: true,
        bindable: true,
        instances_retrievable: false,
        bindings_retrievable: false,
        allow_context_updates: false,
      },
    },
    relationships: { service_broker: toOne(randomUUID()) },
  });

const addPlan = (store: Foundation['store'], name: string, offering: string) =>
  store.service_plans.create({
    name,
    visibility_type: 'public',
    available: true,
    free: true,
    costs: [],
    description: `Plan ${name}`,
    maintenance_info: {},
    broker_catalog: {
      id: name,
      metadata: {},
      maximum_polling_duration: null,
      features: { bindable: true, plan_updateable: true },
    },
    schemas: {
      service_instance: { create: { parameters: {} }, update: { parameters: {} } },
      service_binding: { create: { parameters: {} } },
    },
    relationships: { service_offering: toOne(offering) },
  });
