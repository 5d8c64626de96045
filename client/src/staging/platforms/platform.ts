// What differs between the platforms, as data; the sequence of steps is one and the same (stage.ts).
import type { PlatformId } from '../../../../server/src/protocol';
import { cloudfoundry } from './cloudfoundry';
import { stackato } from './stackato';

export interface Platform {
  id: PlatformId;
  title: string;
  /** The unprivileged user that owns everything and runs every script. */
  user: { name: string; uid: number; gid: number; home: string };
  paths: {
    /** The app's files; first argument of every script. */
    app: string;
    /** Root of the droplet while it is being built. */
    root: string;
    cache: string;
    /** Unpacked buildpacks the platform has installed, and those fetched from URLs. */
    buildpacks: string;
    downloads: string;
    /** Working directory of a buildpack's scripts. */
    cwd: string;
    /** `/app` points here while staging; some buildpacks look for it. */
    appAlias: string;
  };
  /** Empty folders of the droplet besides the app, with their modes. */
  folders: { name: string; mode: number }[];
  /** Lower bounds of what a staging gets, whatever the app asks for. */
  atLeast: { memoryMb: number; diskMb: number };
  defaults: { memoryMb: number; diskMb: number; timeoutSeconds: number; stack: string };
  /** Open files and processes (facts of the executor). */
  limits: { pids: number };
}

export const platforms: Record<PlatformId, Platform> = { cloudfoundry, stackato };
