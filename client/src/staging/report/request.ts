// What a staging is asked to do: everything resolved, nothing left to look up.
import type {
  HookPhase,
  Located,
  PlatformId,
  ResolvedHook,
  ResolvedRequirement,
} from '../../../../server/src/base/protocol';

/** A buildpack the platform has installed under a name; `ref` is a folder, a zip (file or URL) or a git URL. */
export interface InstalledBuildpack {
  name: string;
  ref: string;
}

/** An installed name or a reference, as it is written. `ref`: where a path in the manifest leads. */
interface ChosenBuildpack extends Located<string> {
  ref?: string;
}

export interface StageRequest {
  platform: PlatformId;
  application: StageApplication;
  /** Absolute path of the manifest, for the positions of problems. */
  manifest?: string;
  /** Chosen buildpacks in order; empty means detection over `installed`. */
  buildpacks: ChosenBuildpack[];
  /** In detection order. */
  installed: InstalledBuildpack[];
  /** Empty on a foundation: its own default. */
  stack: Located<string>;
  /** The stack's image; a foundation has its own. */
  image: string;
  /** The text of VCAP_SERVICES. */
  services: string;
  /** The text of VCAP_PLATFORM_OPTIONS. */
  platformOptions?: string;
  /** PEM files to trust inside. */
  caFiles: string[];
  timeoutSeconds: number;
  network?: string;
  keepFailed: boolean;
  /** On a foundation: what was made there stays; the droplet is not fetched (and stays with its app). */
  keep?: boolean;
  noDownload?: boolean;
  /** Absolute paths. */
  droplet: string;
  result?: string;
  /** Folder for this app's buildpack cache; undefined keeps none. */
  cache?: string;
  clearCache: boolean;
}

/** How the platform tells that an instance has started; as the manifest says it. */
export interface HealthCheck {
  /** `port`, `http` or `process` (also `none`). */
  type?: string;
  /** Path that an `http` check asks for. */
  endpoint?: string;
  timeoutSeconds?: number;
}

export interface StageApplication {
  name: Located<string>;
  /** Absolute path of a folder or an archive. */
  path: Located<string>;
  env: Record<string, string>;
  /** Those of `env` that the manifest sets, for the places of problems. */
  envAt: Partial<Record<string, Located<string>>>;
  memoryMb: Located<number>;
  diskMb: Located<number>;
  command?: Located<string>;
  /** `cnb`: built by Cloud Native Buildpacks, which only a foundation can. */
  lifecycle?: Located<string>;
  /** The image that it runs instead of a droplet. */
  docker?: Located<string>;
  healthCheck?: HealthCheck;
  processes: { type: string; command?: string; memoryMb?: number; healthCheck?: HealthCheck }[];
  sidecars: { name: string; processTypes: string[]; command: string; memoryMb?: number }[];
  /** Names of bound services. */
  services: string[];
  uris: string[];
  hooks: Partial<Record<HookPhase, ResolvedHook[]>>;
  requirements: ResolvedRequirement[];
  ignores?: string[];
  cron: string[];
  /** What no log may show, besides what `env` and the services tell by their names. */
  secrets?: string[];
}
