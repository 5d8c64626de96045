// What differs between the platforms: data, and the few functions that are not data. The sequence of steps is one (stage.ts).
import type { PlatformId } from '../../../../server/src/base/protocol';
import type { BuildpackMetadata, FileText, Launch } from '../formats/launchYml';
import type { StagedBuildpack } from './stagedBuildpack';
import type { ScriptContext } from './runScript';
import type { StageRequest } from '../report/request';

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
  /** Mode of every file and folder of the app, where the platform does not keep their own. */
  appMode?: number;
  /** Empty folders of the droplet besides the app, with their modes. */
  folders: { name: string; mode: number }[];
  /** File of the droplet, relative to its root, that holds what the staging said. */
  stagingLog?: string;
  /** Buildpacks write to deps/IDX and have supply and finalize; otherwise compile is all there is. */
  multiBuildpack: boolean;
  /** Lower bounds of what a staging gets, whatever the app asks for. */
  atLeast: { memoryMb: number; diskMb: number };
  defaults: { memoryMb: number; diskMb: number; timeoutSeconds: number; stack: string };
  limits: { pids: number };
  /** Variables of every script while staging. */
  environment(request: StageRequest, context: EnvironmentContext): Record<string, string>;
  /** Name of a buildpack's directory; `hash` is the xxHash64 of its key. */
  buildpackFolder(buildpack: { key: string; hash: string }): string;
  /** Process types after the build. */
  commands(sources: CommandSources): Promise<Launch>;
  stagingInfo(info: StagingInfoSource): string;
  launch: {
    /** Bash; $1 app folder, $2 command, $3 entrypoint prefix, $4 the user's variables as shell lines, then pairs of `-` and hook. */
    script: string;
    /** What starting makes of the instance's environment. */
    environment(env: Record<string, string>, appFolder: string): Record<string, string>;
  };
}

export interface CommandSources {
  request: StageRequest;
  context: ScriptContext;
  /** All that build it; the last one tells the commands. */
  buildpacks: StagedBuildpack[];
  /** Path of the app inside. */
  app: string;
  procfile: FileText;
  /** launch.yml of each buildpack, in order. */
  launches: FileText[];
}

interface StagingInfoSource {
  buildpack: StagedBuildpack;
  metadata: BuildpackMetadata | undefined;
  commands: Launch;
  startCommand: string;
}
export interface EnvironmentContext {
  /** Language setting that the image really has. */
  lang: string;
  /** The user's home inside. */
  home: string;
  /** Folder inside with the platform's certificates, and those that were put in. */
  certificates: string;
}
