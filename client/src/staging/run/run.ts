// Runs a droplet as the platform's launcher does: unpacks it, starts its process and sidecars, says when it listens.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { explained } from '../droplet/droplet';
import { readLabel } from '../formats/label';
import type { DropletLabel } from '../formats/label';
import { BadArchive, defaultLimits } from '../droplet/tarIndex';
import { bounded, unpack as openTar } from '../droplet/unpacked';
import type { Engine, Sandbox } from '../engines/engine';
import { shellWord } from '../engines/shellScript';
import { exitCodes } from '../report/events';
import { StagingFailure } from '../report/failure';
import { folderEntries } from '../files/folder';
import { instanceEnvironment } from './instance';
import { Journal } from '../report/journal';
import { memoryOf, processesOf, sidecarsOf } from './processes';
import type { Launch } from './processes';
import { installRequirements, packageCapabilities, packageVolume } from '../lifecycle/requirements';
import type { ResolvedRequirement } from '../../../../server/src/base/protocol';
import type { ScriptContext } from '../lifecycle/runScript';
import { certificateFolder, certificates, finishSkeleton, root } from '../lifecycle/skeleton';
import { folder, tarStream } from '../files/tar';
import { defaultImage, platforms } from '../platforms';
import type { Platform } from '../lifecycle/platform';
import { unpackInside } from '../lifecycle/unpack';

export interface RunOptions {
  /** Path of the droplet. */
  droplet: string;
  engine: Engine;
  image?: string;
  /** Process type; `web` by default. */
  process?: string;
  /** Instead of the process type's command. */
  command?: string;
  /** Over everything else in the environment. */
  env?: Record<string, string>;
  /** Folder whose files replace those of the app. */
  overlay?: string;
  /** Port on this machine; 0 lets the engine choose. */
  port?: number;
  memoryMb?: number;
  network?: string;
  caFiles?: string[];
  /** The app's own output. */
  onOutput(chunk: Buffer, stream: 'stdout' | 'stderr'): void;
  /** It accepts connections now. */
  onListening(url: string): void;
  /** What we have to say ourselves. */
  log?(line: string): void;
}

/** The platform's grace period between SIGTERM and SIGKILL. */
const graceMs = 10_000;
const portInside = 8080;

/**
 * Resolves with the exit status of the app when it ended by itself or was stopped by `signal`; 130 when it was stopped before
 * it began. Throws StagingFailure or EngineError.
 */
export async function runDroplet(options: RunOptions, signal: AbortSignal): Promise<number> {
  try {
    return await runIn(options, signal);
  } catch (error) {
    if (signal.aborted) return exitCodes.Cancelled;
    throw error;
  }
}

async function runIn(options: RunOptions, signal: AbortSignal): Promise<number> {
  const { engine } = options;
  const label = await readLabel(options.droplet).catch((error: Error) => {
    throw explained(options.droplet, error);
  });
  const platform = platforms[label?.platform === 'stackato' ? 'stackato' : 'cloudfoundry'];
  const image = options.image ?? defaultImage(label?.stack ?? platform.defaults.stack);
  const log = options.log ?? (() => {});
  await engine.ensureImage(image, log, signal);
  const memoryMb = options.memoryMb ?? platform.defaults.memoryMb;
  const sandbox = await engine.create(
    {
      image,
      purpose: 'run',
      application: label?.application ?? 'droplet',
      memory: memoryMb * 1024 * 1024,
      pids: platform.limits.pids,
      network: options.network,
      ...(label?.requirements ? { capabilities: packageCapabilities, volumes: [packageVolume(image)] } : {}),
      ports: [{ inside: portInside, outside: options.port ?? 0 }],
      maxSeconds: 7 * 24 * 3600,
    },
    signal,
  );
  try {
    const context = await unpack(options, sandbox, platform, memoryMb, label, signal);
    const processes = await processesOf(options, context, sandbox.path(platform.user.home), label);
    return await runAll({ processes, label }, options, context, platform, signal);
  } finally {
    await sandbox.destroy();
  }
}

async function unpack(
  options: RunOptions,
  sandbox: Sandbox,
  platform: Platform,
  memoryMb: number,
  label: DropletLabel | undefined,
  signal: AbortSignal,
): Promise<ScriptContext> {
  const { user } = platform;
  const trusted = await certificates(options.caFiles ?? []);
  await sandbox.put(tarStream([folder(user.home, user), folder(certificateFolder, root), ...trusted]), signal);
  const { lang } = await finishSkeleton(sandbox, platform, trusted.length > 0, signal);
  const journal = new Journal(
    (event) => event.event === 'log' && options.log?.(event.text),
    (text) => text,
  );
  const app = sandbox.path(`${user.home}/app`);
  const context: ScriptContext = {
    sandbox,
    journal,
    user: `${user.uid}:${user.gid}`,
    cwd: user.home,
    env: platform.launch.environment(
      {
        LANG: lang,
        USER: user.name,
        ...instanceEnvironment({
          application: label?.application ?? 'droplet',
          process: options.process ?? 'web',
          memoryMb: memoryMb - memoryOf(sidecarsOf(label, options.process ?? 'web')),
          port: await portOf(sandbox),
        }),
        VCAP_SERVICES: '{}',
        CF_SYSTEM_CERT_PATH: sandbox.path(certificateFolder),
        ...options.env,
      },
      app,
    ),
    signal,
  };
  if (label?.requirements) await installRequirements(context, label.requirements.map(requirement));
  if (label?.cron)
    options.log?.(`Not run here: ${label.cron.length} lines of cron. The platform runs them in instance 0.`);
  await extract(options.droplet, context, sandbox.path(user.home));
  if (options.overlay)
    await sandbox.put(tarStream(folderEntries(options.overlay, `${user.home.slice(1)}/app`, user)), signal);
  return context;
}

const requirement = (name: string): ResolvedRequirement => ({
  package: { value: name },
  when: 'running',
  repository: false,
});

async function extract(droplet: string, context: ScriptContext, home: string): Promise<void> {
  let broken: Error | undefined;
  try {
    const tar = Readable.from(bounded(await openTar(droplet, context.signal), defaultLimits), { objectMode: false });
    tar.once('error', (error) => (broken = error));
    await unpackInside(context, tar, home);
  } catch (error) {
    context.signal.throwIfAborted();
    const { message } = error as Error;
    if (broken || error instanceof BadArchive) throw explained(droplet, broken ?? (error as Error));
    throw new StagingFailure(
      'BadInput',
      message,
      `${droplet} could not be unpacked: ${message}. Is it a droplet (a gzipped tar), and whole?`,
    );
  }
}

async function portOf(sandbox: Sandbox): Promise<{ inside: number; outside: number; host: string }> {
  const [published] = await sandbox.ports();
  if (!published) return { inside: portInside, outside: portInside, host: '127.0.0.1' };
  return { inside: published[0], outside: published[1].port, host: published[1].host };
}

/** Process and sidecars live and die together: the first that ends stops the others. */
async function runAll(
  { processes, label }: { processes: Launch[]; label: DropletLabel | undefined },
  options: RunOptions,
  context: ScriptContext,
  platform: Platform,
  signal: AbortSignal,
): Promise<number> {
  const { sandbox } = context;
  const home = sandbox.path(platform.user.home);
  const over = new AbortController();
  const hooks = (label?.preRunning ?? []).flatMap(({ command, ignoreFailure }) => [ignoreFailure ? '-' : '', command]);
  const running = processes.map(({ command, prefix }, i) =>
    sandbox.exec(
      {
        argv: [
          '/bin/bash',
          '-c',
          `echo $$ >${pidFile(home, i)}${platform.launch.script}`,
          'launcher',
          `${home}/app`,
          command,
          prefix,
          exportLines(options.env ?? {}),
          ...(i === 0 ? hooks : []),
        ],
        user: context.user,
        cwd: home,
        env: context.env,
        onStdout: (chunk) => options.onOutput(chunk, 'stdout'),
        onStderr: (chunk) => options.onOutput(chunk, 'stderr'),
      },
      over.signal,
    ),
  );
  const first = Promise.race(running);
  void announce(options, context, over.signal);
  const stopped = signal.aborted ? Promise.resolve() : once(signal, 'abort', { signal: over.signal }).catch(() => {});
  try {
    const ended = await Promise.race([first.then((exit) => exit.code), stopped.then(() => undefined)]);
    if (ended !== undefined) return (await withMemory(sandbox, ended, options)) ?? ended;
    options.log?.(`Stopping: SIGTERM now, SIGKILL after ${graceMs / 1000} s`);
    await terminate(
      context,
      processes.map((_, i) => pidFile(home, i)),
    );
    const timer = new AbortController();
    const late = new Promise<number>((resolve) => {
      const timeout = setTimeout(() => resolve(137), graceMs);
      timer.signal.addEventListener('abort', () => clearTimeout(timeout));
    });
    const code = await Promise.race([first.then((exit) => exit.code), late]);
    timer.abort();
    return code;
  } finally {
    over.abort(new Error('the app has ended'));
    await Promise.allSettled(running);
  }
}

const exportLines = (env: Record<string, string>) =>
  Object.entries(env)
    .map(([name, value]) => `export ${name}=${shellWord(value)}`)
    .join('\n');

const pidFile = (home: string, index: number) => `${home}/.launcher-${index}.pid`;

async function withMemory(sandbox: Sandbox, code: number, options: RunOptions): Promise<undefined> {
  if (code !== 0 && (await sandbox.outOfMemory().catch(() => false)))
    options.log?.(`Exit status ${code} (out of memory): the app reached its memory limit`);
}

async function terminate(context: ScriptContext, pidFiles: string[]): Promise<void> {
  await context.sandbox.exec({
    argv: ['/bin/bash', '-c', 'for f; do kill -TERM "$(cat "$f")" 2>/dev/null; done; true', 'bash', ...pidFiles],
    user: context.user,
    cwd: context.sandbox.path(context.cwd),
    env: {},
    onStdout: () => {},
  });
}

/* Ends when something listens on the port: state 0A in the kernel's tables. */
const untilListening = `
port=$(printf ':%04X' "$1")
until grep -qs "$port [0-9A-F:]* 0A" /proc/net/tcp /proc/net/tcp6; do sleep 0.1; done`;

async function announce(options: RunOptions, context: ScriptContext, over: AbortSignal): Promise<void> {
  try {
    const { inside, outside, host } = await portOf(context.sandbox);
    const exit = await context.sandbox.exec(
      {
        argv: ['/bin/bash', '-c', untilListening, 'bash', context.env.PORT ?? String(inside)],
        user: context.user,
        cwd: context.sandbox.path(context.cwd),
        env: {},
        onStdout: () => {},
      },
      over,
    );
    if (exit.code === 0) options.onListening(`http://${host}:${outside}/`);
  } catch {
    // The app ended first.
  }
}
