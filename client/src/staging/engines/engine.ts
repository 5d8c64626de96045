// The small interface behind which Docker and the local engine stand.
import type { Readable } from 'node:stream';
import type { Remedy } from '../../../../server/src/base/remedy';
import type { WorkLog } from '../report/progress';

/** Where stagings and apps run. Every method that can take long obeys its AbortSignal by rejecting with the signal's reason. */
export interface Engine {
  readonly name: 'docker' | 'local' | 'kubernetes';
  /** "Docker 20.10.24". */
  readonly product: string;
  /** For logs and the doctor: "Docker 20.10.24 at unix:///var/run/docker.sock". */
  readonly description: string;
  /** Whether sandboxes can have volumes (SandboxSpec.volumes). */
  readonly hasVolumes: boolean;
  /** Whether a sandbox can be put back to what it held before: its processes and files are no one else's. */
  readonly canGoBack: boolean;
  /**
   * Makes sure that the image is there, pulling it if it is not; `pulls` is called before a pull, which may take longer than all
   * the rest. Throws EngineError.
   */
  ensureImage(image: string, log: WorkLog, signal: AbortSignal, pulls?: () => void): Promise<void>;
  /** Whether it is there without a pull; always where there are no images. */
  hasImage(image: string, signal?: AbortSignal): Promise<boolean>;
  /** Names of the images that are there; absent where there are none. */
  images?(): Promise<string[]>;
  create(spec: SandboxSpec, signal: AbortSignal): Promise<Sandbox>;
  /** Builds an image with the engine's builder; absent where there are no images. Throws EngineError. */
  buildImage?(build: ImageBuild, signal: AbortSignal): Promise<void>;
  /** Removes what earlier, crashed runs of ours left behind; answers how many sandboxes that were. */
  sweep(): Promise<number>;
  /** Removes the volumes that earlier stagings left for later ones, but those in use; answers how many. */
  removeVolumes(): Promise<number>;
  /** Resolves when all that was destroyed so far is gone from disk, too: to be awaited before the process ends. */
  settle(): Promise<void>;
}

export interface ImageBuild {
  /** Its name, with or without a tag. */
  tag: string;
  /** A tar stream with a Dockerfile. */
  context: Readable;
  /** `name=value` of a label that the Dockerfile sets before all else: by it the steps of a failed build are found and removed. */
  label: string;
  /** Gets the builder's lines. */
  progress(line: string): void;
}

export interface SandboxSpec {
  image: string;
  /** What it is for, e.g. `stage` or `run`; becomes a label. */
  purpose: string;
  application: string;
  /** Bytes; swap is not added on top. */
  memory?: number;
  pids?: number;
  /** Whose all in it is where nobody may be root (some clusters), and the folders that have to be there for that user. */
  user?: { uid: number; gid: number; folders: string[] };
  /** Docker network mode: `bridge` (default), `none`, `host` or a network's name. */
  network?: string;
  /** Linux capabilities beyond none, e.g. for package installation as root. */
  capabilities?: string[];
  /** Named volumes of the engine that outlive the sandbox; only root can write to them. The local engine has none. */
  volumes?: { name: string; path: string }[];
  /** TCP port inside → published on 127.0.0.1; 0 lets the engine choose. */
  ports?: { inside: number; outside: number }[];
  /** The sandbox ends itself after this time even if nobody is left to end it. */
  maxSeconds: number;
}

/** A container, or a private folder on the local engine. It dies with its creator: when the creating process ends, so does it. */
export interface Sandbox {
  readonly id: string;
  /** Where an absolute path of the platform is for programs in here: the same in a container, below a folder locally. */
  path(absolute: string): string;
  /**
   * Unpacks a tar stream at `/`. Owners, modes and times are those of its headers (owners do not count locally). It is root who
   * does it, through whatever links are in the way: only before anything of an app or a buildpack has run or was unpacked.
   */
  put(tar: Readable, signal?: AbortSignal): Promise<void>;
  /**
   * Runs a program to its end. Never rejects because of its exit status: 127 is a program that is not there, 126 one that
   * may not be run. Rejects with EngineError `Failed` when the sandbox itself ends meanwhile or `cwd` is missing. An abort
   * kills the program's whole process group.
   */
  exec(command: Exec, signal?: AbortSignal): Promise<Exit>;
  /** A file or folder as a tar stream, entries relative to the parent of `path`. Throws EngineError `NotFound`. */
  get(path: string): Promise<Readable>;
  /** Published ports: the one a program inside listens on → outside on this machine. The local engine gives others than were asked for. */
  ports(): Promise<Map<number, { host: string; port: number }>>;
  /** Whether the kernel killed anything in here for lack of memory. */
  outOfMemory(): Promise<boolean>;
  /**
   * The command a user can paste to get an interactive shell like `command` has: same user, folder, environment. The
   * environment goes into a file of the sandbox, so that no secret is part of the command. In the shell Ctrl+G runs `step`.
   */
  shellCommand(command: Pick<Exec, 'user' | 'cwd' | 'env'>, step?: string[]): string;
  /** Lets the sandbox live beyond its time, but not beyond its creator. */
  hold(): Promise<void>;
  /** Leaves the sandbox alive after its creator ends (--keep-failed). */
  keep(): Promise<void>;
  /**
   * Ends everything in it at once and removes it; may be called twice, does nothing after `keep()`. Resolves when no process
   * is left; removal of files may go on, see `Engine.settle`.
   */
  destroy(): Promise<void>;
}

export interface Exec {
  /** Program and arguments; paths already passed through `Sandbox.path`. */
  argv: string[];
  /** `root` or the platform's user, as `uid:gid` (`2000:2000`). The local engine always runs as the current user. */
  user: string;
  cwd: string;
  env: Record<string, string>;
  stdin?: Readable;
  /** Raw chunks as they come. A promise it answers is awaited before more is read. */
  onStdout?: (chunk: Buffer) => unknown;
  /** The same. Absent: standard error is merged into standard output, in the order it was written. */
  onStderr?: (chunk: Buffer) => unknown;
  /**
   * Instead of onStdout, with back-pressure: for archives. Ended when the program ends (whatever its status), destroyed
   * with the error when exec rejects.
   */
  stdout?: NodeJS.WritableStream;
}

/** `signal` is set (e.g. `killed`, `terminated`) when a signal ended the program; the code is then 128 + its number. */
export interface Exit {
  code: number;
  signal?: string;
}

export type EngineErrorCode = 'Unavailable' | 'Gone' | 'ImageMissing' | 'ImageNotPullable' | 'NotFound' | 'Failed';

/** What went wrong with the engine itself, in the three parts of every message: what, why, what next. */
export class EngineError extends Error {
  readonly remedies?: Remedy[];

  constructor(
    readonly code: EngineErrorCode,
    message: string,
    options?: ErrorOptions & { remedies?: Remedy[] },
  ) {
    super(message, options);
    this.name = 'EngineError';
    this.remedies = options?.remedies;
  }
}

/** There is no engine, or no more: exit status 3. */
export const isAbsent = ({ code }: EngineError): boolean => code === 'Unavailable' || code === 'Gone';

/** How an engine that was there is no more; each with what to do. */
const losses = {
  'is gone': 'start it again',
  'does not answer any more': 'restart it',
  fails: 'see to it',
  'was restarted': '',
};

export type Loss = keyof typeof losses;

/** The engine was there and went, hangs or fails: one sentence that says what was going on, how it went, what is lost, what next. */
export class EngineGone extends EngineError {
  /**
   * @param engine "Docker 20.10.24 at unix:///var/run/docker.sock"
   * @param how the end of a sentence: `it closed the connection`
   * @param doing what was going on: `compiling with ruby_buildpack`
   */
  constructor(
    private readonly engine: string,
    private readonly loss: Loss,
    private readonly how: string,
    options?: ErrorOptions,
    doing?: string,
  ) {
    const when = doing === undefined ? '' : `while ${doing}, `;
    const next = [losses[loss], 'try once more'].filter(Boolean).join(' and ');
    super('Gone', `${engine} ${loss}: ${when}${how}; nothing is lost, so ${next}.`, options);
  }

  during(doing: string): EngineGone {
    return new EngineGone(this.engine, this.loss, this.how, { cause: this.cause }, doing);
  }
}
