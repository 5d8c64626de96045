// The state of the foundation: what its servers share.
import type { Blobs } from './blobs';
import type { Builds } from './builds/builds';
import type { Faults } from './faults';
import type { LogCache, LogCacheManners } from './logCache';
import type { PackageFile } from './packageFiles';
import type { Store } from './resources';
import type { Endpoint, Exchange } from './server';
import type { Tokens, User } from './users';

interface Limits {
  /** Most bytes of a package. */
  packageBytes: number;
  /** Most megabytes that a staging may ask for: the organization's quota. */
  memoryMb: number;
  /** Files from this size on are known by `resource_matches`; the Cloud Controller's own default is anything above 0. */
  smallestResource: number;
}

export interface InstalledBuildpack {
  name: string;
  /** Folder or zip with the buildpack; without it, it can be listed but stages nothing. */
  ref?: string;
  stack?: string | null;
  filename?: string;
  enabled?: boolean;
  lifecycle?: 'buildpack' | 'cnb';
}

export interface ServiceInstance {
  name: string;
  /** Without an offering it is user-provided. */
  offering?: string;
  plan?: string;
  credentials?: Record<string, unknown>;
}

export interface FoundationOptions {
  /** Key and certificate: the servers speak https. */
  tls?: { key: string; cert: string };
  /** In the platform's order. */
  buildpacks?: InstalledBuildpack[];
  /** Stack → image that stages for it. */
  stacks?: Record<string, string>;
  services?: ServiceInstance[];
  /** Apps that are there already; nothing is staged for them. */
  apps?: { name: string; env?: Record<string, string>; buildpacks?: string[] }[];
  domains?: { name: string; internal?: boolean; tcp?: boolean }[];
  isolationSegments?: string[];
  limits?: Partial<Limits>;
  logCache?: LogCacheManners;
  /** Seconds that an access token lives. */
  tokenSeconds?: number;
  /** `sandbox`: builds stage in our own sandbox, on Docker. `fast`: they make a droplet of the app's files at once. */
  builds?: 'sandbox' | 'fast';
  /** Milliseconds that jobs, packages and fast builds take. */
  pace?: number;
  /** Whether buildpacks may be named by a URL. */
  customBuildpacks?: boolean;
  /** Most resources on a page, whatever was asked for: so that lists have several. */
  mostPerPage?: number;
}

export interface Foundation {
  readonly options: FoundationOptions;
  readonly limits: Limits;
  readonly mostPerPage: number;
  readonly pace: number;
  /** Address of the API, the one that `cf login -a` takes. */
  readonly api: string;
  /** `api`, `uaa`, `logCache` and `blobstore`: each is a server of its own. */
  readonly endpoints: Record<string, Endpoint>;
  readonly store: Store;
  readonly blobs: Blobs;
  readonly tokens: Tokens;
  readonly user: User;
  readonly faults: Faults;
  readonly logCache: LogCache;
  readonly builds: Builds;
  /** Environment variables of applications, by guid. */
  readonly environments: Map<string, Record<string, string>>;
  /** What uploaded packages consist of, by guid. */
  readonly packages: Map<string, PackageFile[]>;
  /** Files of droplets, by guid. */
  readonly droplets: Map<string, string>;
  /** Of each upload: bytes of the zip, and files that the platform was to take from what it has. */
  readonly uploads: { bits: number; known: number }[];
  /** Every request so far. */
  readonly exchanges: Exchange[];
  /** Errors of the foundation itself: there should be none. */
  readonly complaints: Error[];
  /** What the platform's OpenAPI description says otherwise of our requests and this foundation's answers; always empty without it. */
  readonly deviations: string[];
  /** Hears that a fault has befallen a request. */
  onFault?: () => void;
  onExchange?: (exchange: Exchange, server: string) => void;
  /** Folder of everything that the foundation keeps on disk. */
  readonly folder: string;
}
