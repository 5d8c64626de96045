// From a droplet to a container image that runs without us: the stack below, the droplet and the launcher on top.
import { describeDroplet } from './droplet/describe';
import type { DropletDescription } from './droplet/describe';
import { Droplet } from './droplet/droplet';
import { readLabel } from './droplet/label';
import { dropletEntries } from './droplet/repack';
import type { Engine } from './engines/engine';
import { dockerfile, launcher } from './launch/image';
import { instanceEnvironment } from './launch/instance';
import { textFile } from './lifecycle/skeleton';
import { platforms } from './platforms/platform';
import { badInput, defaultImage } from './requestFor';
import { tarSize, tarStream } from './tar';
import type { TarEntry } from './tar';

export interface ExportOptions {
  /** Path of the droplet. */
  droplet: string;
  /** Name of the image, with or without a tag. */
  image: string;
  /** The stack image; that of the droplet's stack by default. */
  from?: string;
  /** Whose command the image starts; `web` by default. */
  process?: string;
  engine: Engine;
  log(line: string): void;
}

const port = 8080;
const archive = 'droplet.tar';

/** Throws StagingFailure or EngineError; a failed export leaves no image. */
export async function exportDroplet(options: ExportOptions, signal: AbortSignal): Promise<void> {
  const { engine, log } = options;
  if (!engine.buildImage)
    throw badInput('An image cannot be made with the engine “local”, which has none. Use --engine docker.');
  const droplet = await Droplet.open(options.droplet, { signal });
  try {
    const about = await describeDroplet(droplet);
    const label = await readLabel(options.droplet);
    const platform = platforms[about.platform ?? 'cloudfoundry'];
    const command = commandOf(about, options.process);
    if (command === undefined) log('The droplet has no start command: the image needs one as its argument.');
    if (about.sidecars.length)
      log(`Sidecars are not started by the image: ${about.sidecars.map((s) => s.name).join(', ')}.`);
    const from = options.from ?? defaultImage(about.stack ?? platform.defaults.stack);
    await engine.ensureImage(from, log, signal);
    const entries = dropletEntries(droplet, platform.user, log);
    const env = platform.launch.environment(
      {
        USER: platform.user.name,
        ...instanceEnvironment({
          application: about.application ?? 'droplet',
          process: options.process ?? 'web',
          memoryMb: platform.defaults.memoryMb,
          port: { inside: port, outside: port },
        }),
      },
      `${platform.user.home}/app`,
    );
    const text = dockerfile({
      from,
      platform,
      archive,
      env,
      labels: labelsOf(about),
      command,
      port: String(port),
      packages: label?.requirements ?? [],
    });
    const start = launcher({
      platform,
      entrypointPrefix: about.entrypointPrefix,
      hooks: label?.preRunning ?? [],
      port: String(port),
    });
    const root = { uid: 0, gid: 0 };
    const context: TarEntry[] = [
      textFile('/Dockerfile', text, root),
      textFile('/launcher', start, root, 0o755),
      {
        ...textFile(`/${archive}`, '', root),
        content: { size: tarSize(entries), open: () => Promise.resolve(tarStream(entries)) },
      },
    ];
    await engine.buildImage(tarStream(context), options.image, log, signal);
  } finally {
    await droplet.close();
  }
}

function commandOf({ processes, startCommand }: DropletDescription, type = 'web'): string | undefined {
  const found = processes.find((process) => process.type === type)?.command;
  if (found) return found;
  if (type === 'web') return startCommand;
  throw badInput(
    `The droplet has no process type “${type}”. It has: ${processes.map((process) => process.type).join(', ') || 'none'}.`,
  );
}

function labelsOf(about: DropletDescription): Record<string, string> {
  const values = {
    application: about.application,
    stack: about.stack,
    buildpacks: about.buildpacks
      .map(({ name, key, version }) => [name || key, version].filter(Boolean).join(' '))
      .join(', '),
    processes: JSON.stringify(Object.fromEntries(about.processes.map(({ type, command }) => [type, command]))),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value ? [[`cf-staging.droplet.${name}`, value]] : [])),
  );
}
