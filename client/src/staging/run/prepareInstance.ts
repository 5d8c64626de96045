// An instance before its start: the droplet unpacked, the stack's user, certificates, packages, and its environment.
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ResolvedRequirement } from '../../../../server/src/base/protocol';
import { explained } from '../droplet/droplet';
import { BadArchive, defaultLimits } from '../droplet/tarIndex';
import { bounded, unpack as openTar } from '../droplet/unpacked';
import { EngineError } from '../engines/engine';
import type { Sandbox } from '../engines/engine';
import { folderEntries } from '../files/folder';
import { folder, tarStream } from '../files/tar';
import type { DropletLabel } from '../formats/label';
import type { Platform } from '../lifecycle/platform';
import { installRequirements } from '../lifecycle/requirements';
import type { ScriptContext } from '../lifecycle/runScript';
import { certificateFolder, certificates, makeSkeleton, root, writableRoot } from '../lifecycle/skeleton';
import { unpackInside } from '../lifecycle/unpack';
import { badInput, StagingFailure, Unreadable, wordsOf } from '../report/failure';
import { Journal } from '../report/journal';
import { linesOnly } from '../report/progress';
import type { Meter } from '../report/progress';
import { instanceEnvironment } from './instance';
import type { Port } from './instance';

export interface InstanceSpec {
  /** Path of the droplet. */
  droplet: string;
  label?: DropletLabel;
  /** Whose programs are there, in words. */
  programs: string;
  platform: Platform;
  /** Process type. */
  type: string;
  /** Without what sidecars take. */
  memoryMb: number;
  port: Port;
  /** The application's own variables; the platform's count more. */
  applicationEnv: Record<string, string>;
  /** Text of VCAP_SERVICES. */
  services?: string;
  /** Over everything else. */
  env?: Record<string, string>;
  overlay?: string;
  caFiles?: string[];
  log(line: string): void;
}

/** Throws StagingFailure when the droplet cannot be unpacked. */
export async function prepareInstance(
  spec: InstanceSpec,
  sandbox: Sandbox,
  signal: AbortSignal,
): Promise<ScriptContext> {
  const { platform, label, log } = spec;
  const { user } = platform;
  const trusted = certificates(spec.caFiles ?? []);
  const entries = [writableRoot, folder(user.home, user), folder(certificateFolder, root)];
  const { lang } = await makeSkeleton(sandbox, platform, { entries, trusted, programs: spec.programs }, signal);
  const journal = new Journal(
    (event) => event.event === 'log' && log(event.text),
    (text) => text,
  );
  const env = {
    LANG: lang,
    USER: user.name,
    ...spec.applicationEnv,
    ...instanceEnvironment({
      application: label?.application ?? 'droplet',
      process: spec.type,
      memoryMb: spec.memoryMb,
      port: spec.port,
    }),
    VCAP_SERVICES: spec.services ?? '{}',
    CF_SYSTEM_CERT_PATH: sandbox.path(certificateFolder),
    ...spec.env,
  };
  const context: ScriptContext = {
    sandbox,
    journal,
    user: `${user.uid}:${user.gid}`,
    cwd: user.home,
    env: platform.launch.environment(env, sandbox.path(`${user.home}/app`)),
    signal,
  };
  if (label?.requirements) await installRequirements(context, label.requirements.map(requirement));
  if (label?.cron) log(`Not run here: ${label.cron.length} lines of cron. The platform runs them in instance 0.`);
  await extract(spec.droplet, context, sandbox.path(user.home));
  if (spec.overlay) await lay(spec.overlay, context, user);
  return context;
}

const requirement = (name: string): ResolvedRequirement => ({
  package: { value: name },
  when: 'running',
  repository: false,
});

/** As the user: the droplet may hold links in place of the app's folders. */
async function lay(overlay: string, context: ScriptContext, user: Platform['user']): Promise<void> {
  const files = tarStream(folderEntries(overlay, 'app', user));
  await unpackInside(context, files, context.sandbox.path(user.home)).catch((error: Error) => {
    context.signal.throwIfAborted();
    if (error instanceof Unreadable) throw error.of('of the overlay');
    throw error instanceof StagingFailure
      ? error
      : badInput(`The files of ${overlay} cannot be laid over the app: ${error.message}.`);
  });
}

/** The same chunks; `read` tells how much of the droplet it took to get them. */
async function* counted(chunks: AsyncIterable<Buffer>, read: () => number, meter: Meter): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    meter.reached(read());
    yield chunk;
  }
}

async function extract(droplet: string, context: ScriptContext, home: string): Promise<void> {
  let broken: Error | undefined;
  try {
    const opened = await openTar(droplet, context.signal);
    const { size: bytes } = await stat(droplet);
    const meter = linesOnly((line) => context.journal.log(line)).meter('Copying the droplet', bytes);
    const chunks = counted(bounded(opened, defaultLimits), opened.read, meter);
    const tar = Readable.from(chunks, { objectMode: false });
    tar.once('error', (error) => (broken = error));
    await unpackInside(context, tar, home);
  } catch (error) {
    context.signal.throwIfAborted();
    const message = wordsOf(error);
    if (error instanceof EngineError) throw error;
    if (broken || error instanceof BadArchive) throw explained(droplet, broken ?? (error as Error));
    throw new StagingFailure(
      'BadInput',
      message,
      `${droplet} could not be unpacked: ${message}. Is it a droplet (a gzipped tar), and whole?`,
    );
  }
}
