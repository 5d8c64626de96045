// Bindings of services to apps.
import { notFound, unprocessable } from '../errors';
import { startJob } from '../jobs';
import { present } from '../links';
import { canRead, mustWrite, readable, writable } from '../permissions';
import type { Resource } from '../resources';
import { relatedGuid, toOne } from '../resources';
import type { Call, Route } from '../route';
import { accepted, created, get, ok, post, remove } from '../route';

async function bind(call: Call) {
  const { foundation } = call;
  const { store, api } = foundation;
  interface Members {
    type?: string;
    name?: string;
    relationships?: { app?: { data?: { guid: string } }; service_instance?: { data?: { guid: string } } };
    metadata?: Resource['metadata'];
  }
  const { type, name, relationships, metadata } = await call.json<Members>(
    'type name relationships parameters strategy metadata',
  );
  const instance = store.service_instances.get(relationships?.service_instance?.data?.guid);
  if (!instance || !canRead(foundation, call.user, instance))
    throw unprocessable('The service instance could not be found.');
  const app = store.apps.get(relationships?.app?.data?.guid);
  if (type !== 'app' || !app) throw unprocessable('The app could not be found.');
  mustWrite(call);
  const isBound = store.service_credential_bindings
    .related('app', app.guid)
    .some((one) => relatedGuid(one, 'service_instance') === instance.guid);
  if (isBound) throw unprocessable('The app is already bound to the service instance');
  const make = () =>
    store.service_credential_bindings.create({
      name: (name ?? null) as never,
      type,
      last_operation: operation('create'),
      relationships: { app: toOne(app.guid), service_instance: toOne(instance.guid) },
      metadata,
    });
  if (instance.type === 'managed') return accepted(startJob(foundation, 'service_bindings.create', make));
  return created(present(api, 'service_credential_bindings', make()));
}

export const operation = (type: string) => {
  const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return { type, state: 'succeeded', description: '', created_at: time, updated_at: time };
};

export const serviceRoutes: Route[] = [
  post('/v3/service_credential_bindings', bind),
  get('/v3/service_credential_bindings/:guid/details', (call) => {
    const binding = readable(call, 'service_credential_bindings', 'Service credential binding');
    if (call.user.role === 'space_auditor') throw notFound('Service credential binding');
    const instance = call.foundation.store.service_instances.get(relatedGuid(binding, 'service_instance'))!;
    return ok({ credentials: instance._credentials, volume_mounts: [] });
  }),
  remove('/v3/service_credential_bindings/:guid', (call) => {
    const binding = writable(call, 'service_credential_bindings', 'Service credential binding');
    const { store } = call.foundation;
    const unbind = () => store.service_credential_bindings.remove(binding.guid);
    const isManaged = store.service_instances.get(relatedGuid(binding, 'service_instance'))?.type === 'managed';
    if (isManaged) return accepted(startJob(call.foundation, 'service_bindings.delete', unbind));
    unbind();
    return { status: 204 };
  }),
];
