// What the platform itself puts into an app's environment: VCAP_SERVICES and VCAP_APPLICATION.
import type { Foundation } from './foundation';
import type { Resource } from './resources';
import { relatedGuid } from './resources';

/** `{ VCAP_SERVICES: { offering: [binding, …] } }`, empty without bindings. */
export function systemEnvironment({ store }: Foundation, app: Resource): { VCAP_SERVICES?: Record<string, object[]> } {
  const services: Record<string, object[]> = {};
  for (const binding of store.service_credential_bindings.related('app', app.guid)) {
    const instance = store.service_instances.get(relatedGuid(binding, 'service_instance'))!;
    const plan = store.service_plans.get(relatedGuid(instance, 'service_plan'));
    const label = store.service_offerings.get(plan && relatedGuid(plan, 'service_offering'))?.name ?? 'user-provided';
    (services[label] ??= []).push({
      label,
      ...(plan && { provider: null, plan: plan.name }),
      name: binding.name ?? instance.name,
      tags: instance.tags,
      instance_guid: instance.guid,
      instance_name: instance.name,
      binding_guid: binding.guid,
      binding_name: binding.name ?? null,
      credentials: instance._credentials,
      syslog_drain_url: null,
      volume_mounts: [],
    });
  }
  return Object.keys(services).length ? { VCAP_SERVICES: services } : {};
}

export function vcapApplication({ store, api }: Foundation, app: Resource): Record<string, unknown> {
  const space = store.spaces.get(relatedGuid(app, 'space'))!;
  const organization = store.organizations.get(relatedGuid(space, 'organization'))!;
  return {
    cf_api: api,
    limits: { fds: 16384, mem: 1024, disk: 1024 },
    application_name: app.name,
    application_uris: [],
    name: app.name,
    space_name: space.name,
    space_id: space.guid,
    organization_id: organization.guid,
    organization_name: organization.name,
    uris: [],
    users: null,
    application_id: app.guid,
  };
}
