// A Cloud Foundry for tests and for trying things: UAA, Cloud Controller (API v3), log-cache and a blobstore on loopback. Its builds
// really stage, in our own sandbox. `startCloudFoundry` starts one; `main.ts` does it by hand.
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackImage } from '../../setup/stackImage';
import { Blobs } from './blobs';
import { Builds } from './builds/builds';
import { fastBuilder } from './builds/fastBuilder';
import { SandboxBuilder } from './builds/sandboxBuilder';
import { writeCfHome } from './cfHome';
import { Faults } from './faults';
import type { Foundation, FoundationOptions, InstalledBuildpack } from './foundation';
import { LogCache, usual } from './logCache';
import { openApiCheck } from './openApi';
import { emptyStore } from './resources';
import type { Route } from './route';
import { appRoutes } from './routes/apps';
import { buildRoutes } from './routes/builds';
import { blobstoreRoutes, dropletRoutes } from './routes/droplets';
import { jobRoutes } from './routes/jobs';
import { listRoutes } from './routes/lists';
import { logCacheRoutes } from './routes/logCache';
import { manifestRoutes } from './routes/manifests';
import { packageRoutes } from './routes/packages';
import { rootRoutes } from './routes/root';
import { serviceRoutes } from './routes/services';
import { uaaRoutes } from './routes/uaa';
import { addBuildpack, seed } from './seed';
import { startServer } from './server';
import { Tokens } from './users';

/** Server → its routes, the first that matches. */
const servers: Record<string, Route[]> = {
  api: [
    ...rootRoutes,
    ...appRoutes,
    ...packageRoutes,
    ...buildRoutes,
    ...dropletRoutes,
    ...serviceRoutes,
    ...jobRoutes,
    ...manifestRoutes,
    ...listRoutes,
  ],
  uaa: uaaRoutes,
  logCache: logCacheRoutes,
  blobstore: blobstoreRoutes,
};

export interface CloudFoundry extends Foundation {
  /** Folder for CF_HOME: somebody is logged in, with organization and space. */
  readonly cfHome: string;
  /** Installs one more buildpack, behind the others. */
  install(buildpack: InstalledBuildpack): void;
  /** The API is gone until `restart` answers: connections end, nothing listens; what it knows stays. */
  restart(milliseconds: number): Promise<void>;
  /** What somebody made: apps, packages, droplets and bindings that are there now. */
  leftovers(): string[];
  stop(): Promise<void>;
}

/** Starts a foundation; `stop` ends it, with its builds and everything that it keeps on disk. */
export async function startCloudFoundry(options: FoundationOptions = {}): Promise<CloudFoundry> {
  const stacks = options.stacks ?? { cflinuxfs4: stackImage };
  const equipment = { ...options, stacks, buildpacks: [...(options.buildpacks ?? [])] };
  const folder = mkdtempSync(join(tmpdir(), 'cloud-foundry-'));
  const pace = options.pace ?? 50;
  const sandbox = new SandboxBuilder(equipment);
  const builder = options.builds === 'fast' ? fastBuilder(pace) : sandbox.build;
  const foundation: Foundation = {
    options,
    limits: { packageBytes: 1024 ** 3, memoryMb: 100 * 1024, smallestResource: 1, ...options.limits },
    mostPerPage: options.mostPerPage ?? 5000,
    pace,
    get api() {
      return this.endpoints.api!.url;
    },
    endpoints: {},
    store: emptyStore(),
    blobs: new Blobs(join(folder, 'blobs')),
    tokens: new Tokens(options.tokenSeconds ?? 600, () => foundation.endpoints.uaa!.url),
    user: { guid: randomUUID(), name: 'developer@example.com', password: 'secret', role: 'space_developer' },
    faults: new Faults(),
    logCache: new LogCache(options.logCache ?? usual),
    builds: new Builds(() => foundation, builder),
    environments: new Map(),
    packages: new Map(),
    droplets: new Map(),
    uploads: [],
    exchanges: [],
    complaints: [],
    deviations: [],
    folder,
  };
  for (const [name, routes] of Object.entries(servers))
    foundation.endpoints[name] = await startServer(foundation, () => routes, name);
  const check = openApiCheck();
  foundation.onExchange = (exchange, server) => {
    if (server === 'api') foundation.deviations.push(...(check?.(exchange) ?? []));
  };
  seed(foundation, equipment);
  const { api } = foundation.endpoints;
  // Not builds: nobody can delete one, it goes with its app.
  const made = ['apps', 'packages', 'droplets', 'service_credential_bindings'] as const;
  return Object.assign(foundation, {
    cfHome: writeCfHome(foundation, join(folder, 'cf-home')),
    install(buildpack: InstalledBuildpack) {
      equipment.buildpacks.push(buildpack);
      addBuildpack(foundation, buildpack);
    },
    async restart(milliseconds: number) {
      await api!.close();
      await new Promise((later) => setTimeout(later, milliseconds));
      await api!.open();
    },
    leftovers: () =>
      made.flatMap((kind) => foundation.store[kind].all.map(({ name, guid }) => `${kind} ${name ?? guid}`)),
    async stop() {
      await foundation.builds.cancelAll();
      await Promise.all(Object.values(foundation.endpoints).map(async (endpoint) => await endpoint.close()));
      await sandbox.settle();
      await rm(folder, { recursive: true, force: true });
    },
  });
}
