// Which processes of a droplet start, and by which commands: what the manifest, staging_info.yml, our label or the Procfile say.
import { withCommands, withSidecars } from '../formats/announcement';
import type { Announcement } from '../formats/announcement';
import type { DropletLabel } from '../formats/label';
import { StagingFailure } from '../report/failure';
import { readFiles } from '../lifecycle/sandboxFiles';
import { launchOf, mergeProcesses, readLaunch } from '../formats/launchYml';
import type { LaunchEntry, LaunchSidecar } from '../formats/launchYml';
import { procfile } from '../formats/procfile';
import type { ScriptContext } from '../lifecycle/runScript';
import { readStagingInfo } from '../formats/stagingInfo';
import type { StagingInfo } from '../formats/stagingInfo';

/** What the user asks for: a process type, or a command instead of it. */
interface Wanted {
  process?: string;
  command?: string;
}

/** One process of the instance. */
export interface Launch {
  name: string;
  command: string;
  prefix: string;
}

/** The process itself first, then its sidecars. Throws StagingFailure when there is no command. */
export async function processesOf(
  wanted: Wanted,
  context: ScriptContext,
  home: string,
  label: DropletLabel | undefined,
  announced: Announcement | undefined,
): Promise<Launch[]> {
  const [info] = await readFiles(context, [`${home}/staging_info.yml`]);
  const staging = info!.state === 'file' ? readInfo(info!.text) : {};
  const type = wanted.process ?? 'web';
  const built = label?.result.process_types ?? (wanted.process ? await typesInside(context, home) : {});
  const given = Object.fromEntries(withCommands([], announced).map(({ type, command }) => [type, command]));
  const command = wanted.command ?? given[type] ?? ((type === 'web' && staging.startCommand) || built[type]);
  if (!command) throw noCommand(wanted, { ...built, ...given });
  const sidecars = wanted.command ? [] : sidecarsFor(type, sidecarsOf(label, announced));
  // Each has a launcher of its own, which finds the same prefix.
  return [{ name: type, command }, ...sidecars].map(({ name, command }) => ({
    name,
    command,
    prefix: staging.entrypointPrefix ?? '',
  }));
}

export const sidecarsOf = (label: DropletLabel | undefined, announced: Announcement | undefined): LaunchSidecar[] =>
  withSidecars(label?.result.sidecars ?? [], announced);

export const sidecarsFor = (type: string, sidecars: LaunchSidecar[]): LaunchSidecar[] =>
  sidecars.filter((sidecar) => sidecar.process_types.includes(type));

/** Megabytes that sidecars take from their process. */
export const memoryOf = (sidecars: LaunchSidecar[]) => sidecars.reduce((sum, { memory = 0 }) => sum + memory, 0);

function readInfo(text: string): StagingInfo {
  try {
    return readStagingInfo(text);
  } catch (error) {
    const { message } = error as Error;
    throw new StagingFailure(
      'StagingError',
      message,
      `${message}. The droplet's staging_info.yml must be YAML with start_command.`,
    );
  }
}

function noCommand(wanted: Wanted, types: Record<string, string>): StagingFailure {
  const known = Object.keys(types);
  return new StagingFailure(
    'StagingError',
    'launcher: no start command specified or detected in droplet',
    wanted.process && known.length
      ? `The droplet has no process type “${wanted.process}”. It has: ${known.join(', ')}.`
      : 'The droplet has no start command: neither its buildpack nor a Procfile gave one. Give one with --command.',
  );
}

/** Process types of a droplet that does not carry our label. */
async function typesInside(context: ScriptContext, home: string): Promise<Record<string, string>> {
  const indexes = Array.from({ length: 10 }, (_, i) => `${home}/deps/${i}/launch.yml`);
  const [proc, ...launches] = await readFiles(context, [`${home}/app/Procfile`, ...indexes]);
  const entries = mergeProcesses<LaunchEntry>(...launches.map((file) => readLaunch(file) ?? []), procfile(proc!));
  const { processes } = launchOf(entries);
  return Object.fromEntries(processes.map(({ type, command }) => [type, command]));
}
