// config.yml and launch.yml, which supply and finalize scripts may leave in deps/IDX (facts of the builder, 3.7).
import { listAt, mappingAt, parseYaml, stringAt } from '../yaml';
import type { YamlMapping, YamlValue } from '../yaml';
import type { FileText } from './files';

export interface BuildpackMetadata {
  key: string;
  name: string;
  version?: string;
  config?: { entrypoint_prefix: string };
  output_metadata?: unknown;
}

export interface LaunchProcess {
  type: string;
  command: string;
}

export interface LaunchSidecar {
  name: string;
  process_types: string[];
  command: string;
  memory?: number;
}

export interface Launch {
  processes: LaunchProcess[];
  sidecars: LaunchSidecar[];
}

/** Metadata of one buildpack; an unparsable config.yml is ignored, as the reference does. */
export function readConfig(key: string, detected: string, config: FileText): BuildpackMetadata {
  const plain: BuildpackMetadata = { key, name: detected };
  if (config.state !== 'file') return plain;
  let value: YamlValue | undefined;
  try {
    value = parseYaml(config.text);
  } catch {
    return plain;
  }
  if (!(value instanceof Map)) return plain;
  const prefix = stringAt(mappingAt(value, 'config'), 'entrypoint_prefix');
  const version = stringAt(value, 'version');
  const output = value.get('output_metadata');
  return {
    key,
    name: stringAt(value, 'name') || detected,
    ...(version ? { version } : {}),
    ...(prefix ? { config: { entrypoint_prefix: prefix } } : {}),
    ...(output !== undefined && output !== '' ? { output_metadata: toJson(output) } : {}),
  };
}

/** Processes and sidecars of a launch.yml; undefined when there is none. Throws on a syntax error. */
export function readLaunch(file: FileText): Launch | undefined {
  if (file.state !== 'file') return undefined;
  const launch: Launch = { processes: [], sidecars: [] };
  for (const entry of listAt(parseYaml(file.text), 'processes')) {
    if (!(entry instanceof Map)) continue;
    const type = stringAt(entry, 'type') ?? '';
    const command = stringAt(entry, 'command') ?? '';
    const sidecarFor = sidecarTargets(entry);
    if (sidecarFor.length) {
      const memory = Number(stringAt(mappingAt(entry, 'limits'), 'memory') || 0);
      launch.sidecars.push({ name: type, process_types: sidecarFor, command, ...(memory ? { memory } : {}) });
    } else launch.processes.push({ type, command });
  }
  return launch;
}

function sidecarTargets(entry: YamlMapping): string[] {
  const targets = listAt(mappingAt(mappingAt(entry, 'platforms'), 'cloudfoundry'), 'sidecar_for');
  return targets.filter((target): target is string => typeof target === 'string');
}

/** Later entries of the same type replace earlier ones in place. */
export function mergeProcesses(...lists: LaunchProcess[][]): LaunchProcess[] {
  const merged = new Map<string, LaunchProcess>();
  for (const process of lists.flat()) merged.set(process.type, process);
  return [...merged.values()];
}

/** Mappings as objects. */
export function toJson(value: YamlValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, toJson(item)]));
  return Array.isArray(value) ? value.map(toJson) : value;
}
