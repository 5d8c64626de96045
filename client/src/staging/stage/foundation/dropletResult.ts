// The reference's result.json of a droplet that a foundation has staged: the platform's own figures, and the files in the droplet.
import { buffer } from 'node:stream/consumers';
import { Droplet } from '../../droplet/droplet';
import { launchOf, mergeProcesses, readConfig, readLaunch } from '../../formats/launchYml';
import type { FileText, LaunchEntry } from '../../formats/launchYml';
import { readStagingInfo, stagingResult } from '../../formats/stagingInfo';
import type { StagingResult } from '../../formats/stagingInfo';
import type { PlatformDroplet } from '../../foundation/droplets';

/** What only the droplet's files tell. */
export interface Inside {
  detectedBuildpack: string;
  /** By the index of the buildpack. */
  configs: FileText[];
  launches: FileText[];
}

const nothing: FileText = { state: 'missing' };

/** Throws StagingFailure `BadInput` when it is no droplet. */
export async function insideOf(file: string, signal: AbortSignal): Promise<Inside> {
  const droplet = await Droplet.open(file, { signal });
  try {
    const text = async (path: string): Promise<FileText> => {
      const { type } = droplet.find(path) ?? {};
      if (type !== 'file') return nothing;
      return { state: 'file', text: (await buffer(await droplet.read(path))).toString('utf8') };
    };
    const info = await text('staging_info.yml');
    const indexes = [...droplet.entries.keys()]
      .flatMap((path) => /^(?:\.\/)?deps\/(\d+)$/.exec(path)?.[1] ?? [])
      .sort((a, b) => Number(a) - Number(b));
    return {
      detectedBuildpack: info.state === 'file' ? (readStagingInfo(info.text).detectedBuildpack ?? '') : '',
      configs: await Promise.all(indexes.map((index) => text(`deps/${index}/config.yml`))),
      launches: await Promise.all(indexes.map((index) => text(`deps/${index}/launch.yml`))),
    };
  } finally {
    await droplet.close();
  }
}

/** `inside` is undefined for a droplet that stays where it is: then sidecars and what buildpacks say of themselves are not known. */
export function resultOf(droplet: PlatformDroplet, inside?: Inside): StagingResult {
  const buildpacks = (droplet.buildpacks ?? []).map(({ name, version, buildpack_name, detect_output }, index) => {
    const config = readConfig(name ?? '', inside?.configs[index] ?? nothing);
    const known = config.name || (buildpack_name ?? detect_output ?? '');
    return { ...config, name: known, ...(config.version || !version ? {} : { version }) };
  });
  const processes = Object.entries(droplet.process_types ?? {}).map(([type, command]) => ({ type, command }));
  const result = stagingResult(buildpacks, processes, inside && sidecarsOf(inside));
  result.lifecycle_metadata.detected_buildpack =
    inside?.detectedBuildpack ?? result.lifecycle_metadata.detected_buildpack;
  return { ...result, execution_metadata: droplet.execution_metadata ?? '' };
}

const sidecarsOf = ({ launches }: Inside) =>
  launchOf(mergeProcesses<LaunchEntry>(...launches.map((file) => readLaunch(file) ?? []))).sidecars;
