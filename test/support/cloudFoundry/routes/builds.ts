// Builds: started, changed, and what may start one.
import { PlatformError, unprocessable } from '../errors';
import type { Lifecycle } from '../lifecycles';
import { lifecycleOf } from '../lifecycles';
import { present } from '../links';
import { canRead, mustWrite, readable } from '../permissions';
import type { Resource } from '../resources';
import { changeMetadata, relatedGuid, toOne } from '../resources';
import type { Call, Route } from '../route';
import { created, ok, patch, post } from '../route';

const leastMemory = 1024;
const leastDisk = 4096;

async function createBuild(call: Call) {
  const { foundation } = call;
  const { store, api, limits } = foundation;
  interface Members {
    package?: { guid: string };
    lifecycle?: Lifecycle;
    staging_memory_in_mb?: number;
    staging_disk_in_mb?: number;
    metadata?: Resource['metadata'];
  }
  const members = await call.json<Members>(
    'package lifecycle staging_memory_in_mb staging_disk_in_mb staging_log_rate_limit_bytes_per_second environment_variables metadata',
  );
  const source = store.packages.get(members.package?.guid);
  const { role } = call.user;
  if (!source || !canRead(foundation, call.user, source) || role === 'space_auditor')
    throw unprocessable('Unable to use package. Ensure that the package exists and you have access to it.');
  const app = store.apps.get(relatedGuid(source, 'app'))!;
  const lifecycle = lifecycleOf(foundation, members.lifecycle, app.lifecycle as Lifecycle);
  if (store.builds.related('app', app.guid).some(({ state }) => state === 'STAGING'))
    throw new PlatformError('StagingInProgress');
  if (source.state !== 'READY') throw new PlatformError('BadRequest', 'Cannot stage package whose state is not ready.');
  const memory = Math.max(members.staging_memory_in_mb ?? webProcess(call, app).memory_in_mb, leastMemory);
  if (memory > Math.max(limits.memoryMb, leastMemory))
    throw unprocessable(`organization's memory limit exceeded: staging requires ${memory}M memory`);
  const build = store.builds.create({
    state: 'STAGING',
    staging_memory_in_mb: memory,
    staging_disk_in_mb: Math.max(members.staging_disk_in_mb ?? 0, leastDisk),
    staging_log_rate_limit_bytes_per_second: -1,
    error: null,
    lifecycle,
    package: { guid: source.guid },
    droplet: null,
    created_by: { guid: call.user.guid, name: call.user.name, email: call.user.name },
    relationships: { app: toOne(app.guid) },
    metadata: members.metadata,
  });
  foundation.logCache.add(app.guid, `Creating build for app with guid ${app.guid}`, 'OUT', 'API');
  const shown = present(api, 'builds', { ...build });
  foundation.builds.start(build, app);
  return created(shown);
}

const webProcess = ({ foundation: { store } }: Call, app: Resource) =>
  store.processes.related('app', app.guid).find(({ type }) => type === 'web') as unknown as { memory_in_mb: number };

export const buildRoutes: Route[] = [
  post('/v3/builds', createBuild),
  // Only who keeps builds (an administrator, or the platform's own component) may set a state: a developer cannot cancel so.
  patch('/v3/builds/:guid', async (call) => {
    const build = readable(call, 'builds', 'Build');
    const { state, error, metadata } = await call.json<{
      state?: string;
      error?: string;
      metadata?: Resource['metadata'];
    }>('state error lifecycle metadata');
    const { foundation } = call;
    if (state !== undefined) {
      if (call.user.role !== 'admin') throw new PlatformError('NotAuthorized');
      if (state !== 'FAILED') throw unprocessable(`State '${state}' is not a valid state`);
      await foundation.builds.cancel(build.guid, error);
    } else mustWrite(call);
    changeMetadata(build, metadata);
    return ok(present(foundation.api, 'builds', build));
  }),
];
