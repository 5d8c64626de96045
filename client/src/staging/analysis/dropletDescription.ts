// What a droplet is: how it starts, what built it, what takes the space. Ours carry a label; of others the files tell.
import type { PlatformId } from '../../../../server/src/base/protocol';
import { readStagingInfo } from '../formats/stagingInfo';
import type { StagingInfo } from '../formats/stagingInfo';
import { launchOf, mergeProcesses, readConfig, readLaunch, toJson } from '../formats/launchYml';
import type { BuildpackMetadata, FileText, LaunchEntry, LaunchProcess, LaunchSidecar } from '../formats/launchYml';
import { procfile } from '../formats/procfile';
import { parseYaml } from '../formats/yaml';
import { withCommands, withSidecars } from '../formats/announcement';
import type { Announcement } from '../formats/announcement';
import type { Droplet } from '../droplet/droplet';
import { hazards } from '../droplet/hazards';
import type { Hazard } from '../droplet/hazards';
import { BadLabel, readLabel } from '../formats/label';
import { sizeTree } from './keptSizeTree';
import { spaceOf } from './sizeTree';

export interface DropletDescription {
  /** What the label says; undefined for droplets of others. */
  application?: string;
  platform?: PlatformId;
  stack?: string;
  /** It was staged in this one. */
  image?: string;
  /** What the manifest adds to what was built; commands and sidecars below have it already. */
  announced?: Announcement;
  entries: number;
  /** Bytes of the file, and of all files in it. */
  size: number;
  unpackedSize: number;
  processes: LaunchProcess[];
  sidecars: LaunchSidecar[];
  startCommand?: string;
  entrypointPrefix?: string;
  detectedBuildpack?: string;
  buildpacks: BuildpackMetadata[];
  /** What staging_info.yml says. */
  stagingInfo?: unknown;
  /** By top folder (files at the top stand for themselves), the largest first. */
  folders: { path: string; size: number; entries: number }[];
  hazards: Hazard[];
  /** Files of the droplet that should say something and could not be understood. */
  notes: string[];
}

export async function describeDroplet(droplet: Droplet): Promise<DropletDescription> {
  const notes: string[] = [];
  const attempt = <T>(file: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      notes.push(`${file}: ${(error as Error).message}`);
      return undefined;
    }
  };
  const label = await readLabel(droplet.file).catch((error: Error) => {
    if (!(error instanceof BadLabel)) throw error;
    notes.push(`The droplet ${error.message}`);
    return undefined;
  });
  const infoText = await droplet.text('staging_info.yml');
  const read = (text: string) => ({ info: readStagingInfo(text), value: toJson(parseYaml(text) ?? '') });
  const { info, value } = attempt('staging_info.yml', () => read(infoText ?? '')) ?? { info: {} as StagingInfo };
  const built = await whatWasBuilt(droplet, attempt);
  const result = label?.result;
  const announced = label?.announced;
  const fromInfo = info.startCommand ? [{ type: 'web', command: info.startCommand }] : [];
  const folders = await foldersOf(droplet);
  return {
    application: label?.application,
    platform: label?.platform as PlatformId | undefined,
    stack: label?.stack,
    image: label?.image,
    announced,
    entries: droplet.entries.size,
    size: droplet.size.packed,
    unpackedSize: folders.reduce((sum, { size }) => sum + size, 0),
    processes: withCommands(result?.processes ?? mergeProcesses(built.processes, fromInfo), announced),
    sidecars: withSidecars(result?.sidecars ?? built.sidecars, announced),
    startCommand: announced?.processes.find(({ type }) => type === 'web')?.command ?? info.startCommand,
    entrypointPrefix: info.entrypointPrefix,
    detectedBuildpack: info.detectedBuildpack || undefined,
    buildpacks: result?.lifecycle_metadata.buildpacks ?? built.buildpacks,
    stagingInfo: value || undefined,
    folders,
    hazards: hazards(droplet.entries),
    notes,
  };
}

/** What deps and the Procfile of a droplet tell, in the order in which the platform merges them. */
async function whatWasBuilt(droplet: Droplet, attempt: <T>(file: string, read: () => T) => T | undefined) {
  const buildpacks: BuildpackMetadata[] = [];
  const entries: LaunchEntry[][] = [];
  for (const index of dependencyIndexes(droplet)) {
    const config = await fileText(droplet, `deps/${index}/config.yml`);
    const metadata = readConfig('', config);
    if (metadata.name) buildpacks.push(metadata);
    const path = `deps/${index}/launch.yml`;
    const launch = await fileText(droplet, path);
    entries.push(attempt(path, () => readLaunch(launch)) ?? []);
  }
  const commands = await fileText(droplet, 'app/Procfile');
  entries.push(attempt('app/Procfile', () => procfile(commands)) ?? []);
  return { buildpacks, ...launchOf(mergeProcesses(...entries)) };
}

function dependencyIndexes(droplet: Droplet): string[] {
  const indexes = new Set<string>();
  for (const path of droplet.entries.keys()) {
    const index = /^deps\/(\d+)(?:\/|$)/.exec(path)?.[1];
    if (index) indexes.add(index);
  }
  return [...indexes].sort();
}

async function fileText(droplet: Droplet, path: string): Promise<FileText> {
  const text = await droplet.text(path);
  return text === undefined ? { state: 'missing' } : { state: 'file', text };
}

async function foldersOf(droplet: Droplet): Promise<DropletDescription['folders']> {
  const { root } = await sizeTree(droplet);
  const files = [...root.files.values()].map((entry) => ({ path: entry.path, size: spaceOf(entry), entries: 1 }));
  const folders = [...root.folders.values()].map(({ path, size, entries }) => ({ path, size, entries }));
  return [...folders, ...files].sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1));
}
