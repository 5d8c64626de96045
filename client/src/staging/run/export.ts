// From a droplet to a container image that runs without us: the stack below, the droplet and the launcher on top.
import { randomUUID } from 'node:crypto';
import { describeDroplet } from '../analysis/dropletDescription';
import type { DropletDescription } from '../analysis/dropletDescription';
import { Droplet, explained } from '../droplet/droplet';
import { readLabel } from '../formats/label';
import type { DropletLabel } from '../formats/label';
import { isPackageName } from '../lifecycle/requirements';
import { dropletEntries } from '../droplet/repack';
import { EngineGone } from '../engines/engine';
import type { Engine } from '../engines/engine';
import { dockerfile, launcher } from './image';
import { instanceEnvironment } from './instance';
import { tarSize, tarStream, textFile } from '../files/tar';
import type { TarEntry } from '../files/tar';
import { LastLines } from '../report/outputLines';
import { platforms } from '../platforms';
import { imageOf } from './imageOf';
import type { Platform } from '../lifecycle/platform';
import { badInput } from '../report/failure';
import { linesOnly } from '../report/progress';

export interface ExportOptions {
  /** Path of the droplet. */
  droplet: string;
  /** Name of the image, with or without a tag. */
  image: string;
  /** The stack image; that of the droplet's stack by default. */
  from?: string;
  /** Whose command the image starts; `web` by default. */
  process?: string;
  /** Kept in the image, on top of what every instance has. */
  env?: Record<string, string>;
  engine: Engine;
  log(line: string): void;
}

const port = 8080;
const archive = 'droplet.tar';

/** Throws StagingFailure or EngineError; a failed export leaves no image. */
export async function exportDroplet(options: ExportOptions, signal: AbortSignal): Promise<void> {
  const { engine, log } = options;
  if (!engine.buildImage)
    throw badInput('An image cannot be made with the engine “local”, which has none.', undefined, {
      advice: 'Use Docker',
      option: '--engine docker',
    });
  const droplet = await Droplet.open(options.droplet, { signal });
  try {
    const label = `cf-staging.build=${randomUUID()}`;
    const { from, context } = await buildContext(droplet, label, options);
    await engine.ensureImage(from, linesOnly(log), signal);
    const lastWords = new LastLines(20);
    const progress = (line: string) => lastWords.add(line);
    await engine
      .buildImage({ tag: options.image, context: tarStream(context), label, progress }, signal)
      .catch((error) => {
        if (!signal.aborted) lastWords.lines.forEach(log);
        throw error instanceof EngineGone ? error.during(`making the image ${options.image}`) : error;
      });
  } finally {
    await droplet.close();
  }
}

/** What the builder is given: Dockerfile, launcher and the droplet, which stays a stream. */
async function buildContext(
  droplet: Droplet,
  buildLabel: string,
  options: ExportOptions,
): Promise<{ from: string; context: TarEntry[] }> {
  const about = await describeDroplet(droplet);
  const label = await readLabel(options.droplet).catch((error: Error) => {
    throw explained(options.droplet, error);
  });
  const platform = platforms[about.platform ?? 'cloudfoundry'];
  const from = options.from ?? (await imageOf(label, platform, options.engine));
  const command = commandOf(about, options.process);
  if (command === undefined) options.log('The droplet has no start command: docker run needs one as its argument.');
  const sidecars = about.sidecars.map(({ name }) => name).join(', ');
  if (sidecars) options.log(`The image does not start the sidecars: ${sidecars}.`);
  const recipe = dockerfile({
    from,
    label: buildLabel,
    platform,
    archive,
    env: environmentOf(about, platform, options),
    labels: labelsOf(about),
    command,
    port: String(port),
    packages: packagesOf(label),
  });
  const start = launcher({
    platform,
    entrypointPrefix: about.entrypointPrefix,
    hooks: label?.preRunning ?? [],
    port: String(port),
  });
  const entries = dropletEntries(droplet, platform.user, options.log);
  const content = { size: tarSize(entries), open: () => Promise.resolve(tarStream(entries)) };
  const root = { uid: 0, gid: 0 };
  const context = [
    textFile('/Dockerfile', recipe, root),
    textFile('/launcher', start, root, 0o755),
    { ...textFile(`/${archive}`, '', root), content },
  ];
  return { from, context };
}

/** Root installs them, and a droplet may come from anybody. */
function packagesOf(label: DropletLabel | undefined): string[] {
  const names = label?.requirements ?? [];
  const odd = names.find((name) => !isPackageName(name));
  if (odd !== undefined)
    throw badInput(`The droplet requires “${odd}”, which is no name of a package. Stage the app again.`);
  return names;
}

function commandOf({ processes, startCommand }: DropletDescription, type = 'web'): string | undefined {
  const found = processes.find((process) => process.type === type)?.command;
  if (found) return found;
  if (type === 'web') return startCommand;
  throw badInput(
    `The droplet has no process type “${type}”. It has: ${processes.map((process) => process.type).join(', ') || 'none'}.`,
  );
}

/** What a line of a Dockerfile can say. */
const fitsImage = ([name, value]: [string, string]): boolean => /^[\w./:-]+$/.test(name) && !/[\r\n]/.test(value);

function environmentOf(about: DropletDescription, platform: Platform, options: ExportOptions) {
  const { process = 'web', env = {} } = options;
  const { announced } = about;
  const instance = instanceEnvironment({
    application: about.application ?? 'droplet',
    process,
    memoryMb: announced?.processes.find(({ type }) => type === process)?.memoryMb ?? platform.defaults.memoryMb,
    port: { inside: port, outside: port },
  });
  const unfit = Object.entries(env).find((variable) => !fitsImage(variable))?.[0];
  if (unfit !== undefined)
    throw badInput(
      `--env ${unfit}: an image can keep neither a value of several lines nor a name with blanks or quotes. Give it to docker run.`,
    );
  const kept = Object.entries(announced?.env ?? {}).filter(fitsImage);
  const missing = [...Object.keys(announced?.env ?? {}), ...(announced?.withheld ?? [])].filter(
    (name) => !(name in env) && !kept.some(([one]) => one === name),
  );
  const given = Object.keys(env);
  if (given.length)
    options.log(
      `The values of ${given.join(', ')} stay in the image: whoever has it can read them. Give what is secret to docker run with -e instead.`,
    );
  if (missing.length) options.log(`Not in the image, so give them to docker run with -e: ${missing.join(', ')}.`);
  return platform.launch.environment(
    { USER: platform.user.name, ...Object.fromEntries(kept), ...instance, ...env },
    `${platform.user.home}/app`,
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
