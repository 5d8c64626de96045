// Runs a droplet as the platform's launcher does: unpacks it, starts its process and sidecars, says when it listens.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { Remediable } from '../../../../server/src/base/remedy';
import { explained } from '../droplet/droplet';
import { EngineGone } from '../engines/engine';
import type { Engine, Sandbox } from '../engines/engine';
import { shellWord } from '../engines/shellScript';
import type { Announcement } from '../formats/announcement';
import { readLabel } from '../formats/label';
import type { DropletLabel } from '../formats/label';
import type { Platform } from '../lifecycle/platform';
import { userOf } from '../lifecycle/skeleton';
import { packageCapabilities, packageVolume } from '../lifecycle/requirements';
import type { ScriptContext } from '../lifecycle/runScript';
import { programsOf } from '../lifecycle/stackImage';
import { platforms } from '../platforms';
import { exitCodes } from '../report/events';
import { harmless, HarmlessOutput } from '../report/harmless';
import { linesOnly } from '../report/progress';
import { checkOf } from './healthCheck';
import { imageOf } from './imageOf';
import type { Port } from './instance';
import { prepareInstance } from './prepareInstance';
import { memoryOf, processesOf, sidecarsFor, sidecarsOf } from './processes';
import type { Launch } from './processes';
import type { Expected } from './startWatch';
import { watchStart } from './watchStart';

export interface RunOptions {
  /** Path of the droplet. */
  droplet: string;
  engine: Engine;
  image?: string;
  /** Of the droplet's stack, in place of the published one. */
  stackImage?: string;
  /** Process type; `web` by default. */
  process?: string;
  /** Instead of the process type's command. */
  command?: string;
  /** Instead of what the droplet's label says: a newer manifest. */
  announced?: Announcement;
  /** Text of VCAP_SERVICES. */
  services?: string;
  /** Over everything else in the environment. */
  env?: Record<string, string>;
  /** Folder whose files replace those of the app. */
  overlay?: string;
  /** Port on this machine; 0 lets the engine choose. */
  port?: number;
  memoryMb?: number;
  network?: string;
  caFiles?: string[];
  /** The app's own output. A promise it answers is awaited before more is read. */
  onOutput(chunk: Buffer, stream: 'stdout' | 'stderr'): unknown;
  /** It can be reached now. */
  onListening(url: string): void;
  /** What we have to say ourselves. */
  log?(line: string): void;
  /** What would keep the app from running on the platform, or keeps it from doing so here. */
  warn?(warning: Remediable): void;
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
    throw error instanceof EngineGone ? error.during('running the app') : error;
  }
}

async function runIn(options: RunOptions, signal: AbortSignal): Promise<number> {
  const { engine } = options;
  const log = (line: string) => options.log?.(harmless(line));
  const label = await readLabel(options.droplet).catch((error: Error) => {
    throw explained(options.droplet, error);
  });
  const announced = options.announced ?? label?.announced;
  const platform = platforms[label?.platform === 'stackato' ? 'stackato' : 'cloudfoundry'];
  const type = options.process ?? 'web';
  const process = announced?.processes.find((one) => one.type === type);
  const image = options.image ?? (await imageOf(label, platform, engine, options.stackImage));
  await engine.ensureImage(image, linesOnly(log), signal);
  const memoryMb = options.memoryMb ?? process?.memoryMb ?? platform.defaults.memoryMb;
  const sandbox = await engine.create(
    {
      image,
      purpose: 'run',
      application: label?.application ?? 'droplet',
      memory: memoryMb * 1024 * 1024,
      pids: platform.limits.pids,
      user: userOf(platform),
      network: options.network,
      ...(label?.requirements ? { capabilities: packageCapabilities, volumes: [packageVolume(image)] } : {}),
      ports: [{ inside: portInside, outside: options.port ?? 0 }],
      maxSeconds: 7 * 24 * 3600,
    },
    signal,
  );
  try {
    const port = await portOf(sandbox);
    const applicationEnv = announced?.env ?? {};
    const sidecars = sidecarsFor(type, sidecarsOf(label, announced));
    const context = await prepareInstance(
      {
        ...options,
        label,
        programs: programsOf(engine, image),
        platform,
        type,
        memoryMb: memoryMb - memoryOf(sidecars),
        port,
        applicationEnv,
        log,
      },
      sandbox,
      signal,
    );
    tellMissing(options, announced);
    const home = sandbox.path(platform.user.home);
    const processes = await processesOf(options, context, home, label, announced);
    const expected = {
      port: Number(context.env.PORT) || port.inside,
      url: options.network === 'none' ? undefined : `http://${port.host}:${port.outside}/`,
      check: checkOf(type, process?.healthCheck),
    };
    const env = { ...applicationEnv, ...options.env };
    return await runAll({ processes, label, expected, env }, options, context, platform, signal);
  } finally {
    await sandbox.destroy();
  }
}

/** What the droplet does not keep and nobody has given. */
function tellMissing({ env = {}, services, warn }: RunOptions, announced: Announcement | undefined): void {
  const missing = announced?.withheld?.filter((name) => env[name] === undefined) ?? [];
  const fromManifest = { advice: 'Take them from the manifest', option: '--manifest FILE' };
  if (missing.length)
    warn?.({
      message: `The app starts without ${missing.join(', ')}: a droplet does not keep values that look secret or are very long.`,
      remedies: [fromManifest, { advice: 'Or give them', option: `--env ${missing[0]}=…` }],
    });
  const names = announced?.services ?? [];
  if (names.length && (services ?? '{}') === '{}' && env.VCAP_SERVICES === undefined)
    warn?.({
      message: `The app starts without its services (${names.join(', ')}): a droplet does not keep their credentials.`,
      remedies: [{ advice: 'Give them', setting: 'staging.servicesFile', option: '--services FILE' }],
    });
}

async function portOf(sandbox: Sandbox): Promise<Port> {
  const [published] = await sandbox.ports();
  if (!published) return { inside: portInside, outside: portInside, host: '127.0.0.1' };
  return { inside: published[0], outside: published[1].port, host: published[1].host };
}

interface Start {
  processes: Launch[];
  label: DropletLabel | undefined;
  expected: Expected;
  /** What the user sets, in the manifest or now. */
  env: Record<string, string>;
}

/** Process and sidecars live and die together: the first that ends stops the others. */
async function runAll(
  { processes, label, expected, env }: Start,
  options: RunOptions,
  context: ScriptContext,
  platform: Platform,
  signal: AbortSignal,
): Promise<number> {
  const { sandbox } = context;
  const home = sandbox.path(platform.user.home);
  const over = new AbortController();
  const hooks = (label?.preRunning ?? []).flatMap(({ command, ignoreFailure }) => [ignoreFailure ? '-' : '', command]);
  const watch = await watchStart(expected, { log: () => {}, warn: () => {}, ...options }, context, over.signal);
  const running = processes.map(({ command, prefix }, i) =>
    sandbox.exec(
      {
        argv: [
          '/bin/bash',
          '--norc',
          '-c',
          `echo $$ >${pidFile(home, i)}; ${settingsFromInput}${platform.launch.script}`,
          'launcher',
          `${home}/app`,
          command,
          prefix,
          ...(i === 0 ? hooks : []),
        ],
        user: context.user,
        cwd: home,
        env: context.env,
        stdin: Readable.from([exportLines(env)]),
        onStdout: harmlessly('stdout', options),
        onStderr: harmlessly('stderr', options),
      },
      over.signal,
    ),
  );
  watch.start();
  const first = Promise.race(running);
  const stopped = signal.aborted ? Promise.resolve() : once(signal, 'abort', { signal: over.signal }).catch(() => {});
  try {
    const ended = await Promise.race([first.then((exit) => exit.code), stopped.then(() => undefined)]);
    if (ended !== undefined) {
      await tellMemory(sandbox, ended, options);
      watch.ended(ended);
      return ended;
    }
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
    watch.stop();
    over.abort(new Error('the app has ended'));
    await Promise.allSettled(running);
  }
}

/** The app's output may do nothing to a terminal but colour it. */
function harmlessly(stream: 'stdout' | 'stderr', { onOutput }: RunOptions): (chunk: Buffer) => unknown {
  const output = new HarmlessOutput();
  return (chunk) => onOutput(output.write(chunk), stream);
}

/** What the user sets comes as input, for arguments are seen by everybody; the script finds it as its fourth one. */
const settingsFromInput = `IFS= read -r -d '' cf_settings; exec </dev/null; set -- "$1" "$2" "$3" "$cf_settings" "\${@:4}"; unset cf_settings`;

const exportLines = (env: Record<string, string>) =>
  Object.entries(env)
    .map(([name, value]) => `export ${name}=${shellWord(value)}`)
    .join('\n');

const pidFile = (home: string, index: number) => `${home}/.launcher-${index}.pid`;

async function tellMemory(sandbox: Sandbox, code: number, options: RunOptions): Promise<void> {
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
