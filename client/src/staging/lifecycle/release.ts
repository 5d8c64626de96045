// Process types: launch.yml, release and Procfile, merged (facts of the builder, 3.8).
import { StagingFailure } from '../report/failure';
import { mappingAt, parseYaml, UnusableYaml } from '../formats/yaml';
import type { StagedBuildpack } from './stagedBuildpack';
import { launchOf, mergeProcesses, readLaunch } from '../formats/launchYml';
import type { FileText, Launch, LaunchEntry, LaunchProcess } from '../formats/launchYml';
import { plain } from '../report/outputLines';
import { failedScript } from './failedScript';
import type { CommandSources } from './platform';
import { captureScript } from './runScript';
import type { ScriptContext } from './runScript';
import { procfile, toProcesses } from '../formats/procfile';

const releaseFailed = 'Failed to build droplet release';

/** Runs bin/release; answers its `default_process_types`. */
export async function release(
  context: ScriptContext,
  buildpack: StagedBuildpack,
  app: string,
): Promise<LaunchProcess[]> {
  const end = await captureScript(context, `${buildpack.root}/bin/release`, [app]);
  if (!end.ok) {
    const also = end.stdout.split('\n').slice(0, 12).filter(Boolean);
    throw failedScript('BuildpackReleaseFailed', releaseFailed, { buildpack, script: 'release', end, also });
  }
  try {
    return toProcesses(parseRelease(end.stdout));
  } catch (error) {
    throw new StagingFailure(
      'BuildpackReleaseFailed',
      `${releaseFailed}: buildpack's release output invalid: ${(error as Error).message}`,
      `bin/release of ${buildpack.key} must print a YAML mapping and nothing else, but printed: “${plain(end.stdout.split('\n').find((l) => l.trim()) ?? '')}”. ` +
        'Send messages of the script to standard error.',
      { at: buildpack.at, related: end.stdout.split('\n').slice(0, 12) },
    );
  }
}

function parseRelease(text: string): Map<string, string> {
  const value = parseYaml(text);
  if (value === undefined || value === '') return new Map();
  if (!(value instanceof Map)) throw new Error('cannot unmarshal it into a mapping');
  const types = value.get('default_process_types');
  if (types !== undefined && types !== '' && !(types instanceof Map))
    throw new Error('default_process_types is not a mapping');
  const processes = mappingAt(value, 'default_process_types');
  for (const command of processes.values())
    if (typeof command !== 'string') throw new Error('a command of default_process_types is not a string');
  return processes as Map<string, string>;
}

/** supply launch.yml < final launch.yml, or release (which then is not even run) < Procfile. */
export async function commands({ context, buildpacks, app, ...sources }: CommandSources): Promise<Launch> {
  const buildpack = buildpacks.at(-1)!;
  const launches = sources.launches.map((file, i) => entriesOf(file, buildpacks[i]!));
  const own = launches.at(-1) ?? (await release(context, buildpack, app));
  const earlier = launches.slice(0, -1).map((entries) => entries ?? []);
  return launchOf(mergeProcesses<LaunchEntry>(...earlier, own, procfile(sources.procfile)));
}

function entriesOf(file: FileText, buildpack: StagedBuildpack): LaunchEntry[] | undefined {
  try {
    return readLaunch(file);
  } catch (error) {
    if (file.state !== 'file' || !(error instanceof UnusableYaml)) throw error;
    const { message, reason, line, column } = error;
    const place = `launch.yml:${line}:${column}`;
    throw new StagingFailure(
      'StagingError',
      message,
      `${place} of ${buildpack.key}: ${reason}. The buildpack has written that file: mend its bin/supply or bin/finalize, or use another version of it.`,
      { at: buildpack.at, code: 'launch-invalid', related: [`${place}: ${file.text.split('\n')[line - 1] ?? ''}`] },
    );
  }
}
