// Manifests: what an app's would be, and what a given one would change.
import { load } from 'js-yaml';
import { PlatformError, unprocessable } from '../errors';
import type { Foundation } from '../foundation';
import type { Lifecycle } from '../lifecycles';
import { readable, writable } from '../permissions';
import type { Resource } from '../resources';
import { relatedGuid } from '../resources';
import type { Call, Route } from '../route';
import { created, get, post } from '../route';

type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };
type App = Record<string, Json>;

/** As `GET /v3/apps/:guid/manifest` says it. */
function manifestOf({ store, environments }: Foundation, app: Resource): App {
  const { data } = app.lifecycle as Lifecycle;
  const processes = store.processes.related('app', app.guid).map((one) => ({
    type: one.type,
    instances: one.instances,
    memory: `${one.memory_in_mb as number}M`,
    disk_quota: `${one.disk_in_mb as number}M`,
    'health-check-type': (one.health_check as { type: string }).type,
  }));
  const bound = store.service_credential_bindings.related('app', app.guid);
  const services = bound.map((one) => store.service_instances.get(relatedGuid(one, 'service_instance'))!.name!);
  const env = environments.get(app.guid);
  return {
    name: app.name,
    lifecycle: 'buildpack',
    stack: data.stack,
    ...(data.buildpacks?.length ? { buildpacks: data.buildpacks } : {}),
    ...(env && Object.keys(env).length ? { env } : {}),
    ...(services.length ? { services } : {}),
    processes: processes as Json,
  };
}

/** Keys that the Cloud Controller compares. Memory and disk of the app itself are not, when it is new. */
const compared = new Set(
  'name buildpack buildpacks command disk_quota disk-quota docker env health-check-type instances lifecycle memory metadata no-route processes random-route routes services sidecars stack timeout'.split(
    ' ',
  ),
);

interface Change {
  op: 'add' | 'replace' | 'remove';
  path: string;
  was?: Json;
  value?: Json;
}

/** What leads from `was` to `is`, as JSON patches that tell what was. */
function changes(was: Json, is: Json, path: string): Change[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  if (was === undefined || was === null) return [{ op: 'add', path, value: is }];
  if (is === undefined) return [{ op: 'remove', path, was }];
  if (!isObject(was) || !isObject(is)) return [{ op: 'replace', path, was, value: is }];
  const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
  const at = (key: string) => `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const [before, after] = [was as Record<string, Json>, is as Record<string, Json>];
  return [...keys].flatMap((key) => changes(before[key], after[key], at(key)));
}

const isObject = (value: Json) => typeof value === 'object' && value !== null;

async function diff(call: Call) {
  const { foundation } = call;
  const space = writable(call, 'spaces', 'Space');
  if (!/yaml/.test(call.request.headers['content-type'] ?? ''))
    throw new PlatformError('BadRequest', 'Content-Type must be yaml');
  const applications = await applicationsOf(call);
  const found = applications.flatMap((asked, index) => {
    const app = foundation.store.apps.related('space', space.guid).find(({ name }) => name === asked.name);
    const existing = app ? manifestOf(foundation, app) : {};
    const web = (existing.processes as App[] | undefined)?.find(({ type }) => type === 'web');
    const all: App = { ...existing, ...web };
    return Object.entries(asked)
      .filter(([key]) => compared.has(key) && (app !== undefined || !/^(disk[_-]quota|memory)$/.test(key)))
      .flatMap(([key, value]) => changes(all[key], value, `/applications/${index}/${key}`));
  });
  return created({ diff: found });
}

async function applicationsOf(call: Call): Promise<App[]> {
  let document: unknown;
  try {
    document = load(await call.text());
  } catch {
    throw new PlatformError('MessageParseError', 'invalid request body');
  }
  const { applications } = (document ?? {}) as { applications?: App[] };
  if (!applications?.length) throw unprocessable("Cannot parse manifest with no 'applications' field.");
  const nameless = applications.findIndex(({ name }) => typeof name !== 'string');
  if (nameless >= 0) throw unprocessable(`For application at index ${nameless}: Name must not be empty`);
  return applications;
}

export const manifestRoutes: Route[] = [
  post('/v3/spaces/:guid/manifest_diff', diff),
  get('/v3/apps/:guid/manifest', (call) => {
    const manifest = JSON.stringify({ applications: [manifestOf(call.foundation, readable(call, 'apps', 'App'))] });
    return { status: 200, text: manifest, headers: { 'Content-Type': 'application/x-yaml' } };
  }),
];
