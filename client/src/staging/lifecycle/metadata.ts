// config.yml and launch.yml, which supply and finalize scripts may leave in deps/IDX (facts of the builder, 3.7).
import { mappingAt, parseYaml, stringAt } from '../yaml';
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

/** Processes and sidecars of a launch.yml; undefined when there is none. Throws when it is no YAML, or not of this shape. */
export function readLaunch(file: FileText): Launch | undefined {
  if (file.state !== 'file') return undefined;
  const launch: Launch = { processes: [], sidecars: [] };
  const value = parseYaml(file.text);
  if (value !== undefined && value !== '' && !(value instanceof Map)) throw new Error('it is not a mapping');
  for (const entry of listOf(value, 'processes')) {
    if (!(entry instanceof Map)) throw new Error('an entry of processes is not a mapping');
    const type = stringAt(entry, 'type') ?? '';
    const command = stringAt(entry, 'command') ?? '';
    const memory = megabytesOf(entry);
    const sidecarFor = listOf(mappingAt(mappingAt(entry, 'platforms'), 'cloudfoundry'), 'sidecar_for');
    if (sidecarFor.length) {
      launch.sidecars.push({
        name: type,
        process_types: sidecarFor.filter((target) => typeof target === 'string'),
        command,
        ...(memory ? { memory } : {}),
      });
    } else launch.processes.push({ type, command });
  }
  return launch;
}

function listOf(value: YamlValue | undefined, key: string): YamlValue[] {
  const found = value instanceof Map ? (value.get(key) ?? '') : '';
  if (Array.isArray(found)) return found;
  if (found !== '') throw new Error(`${key} is not a list`);
  return [];
}

function megabytesOf(entry: YamlMapping): number {
  const text = stringAt(mappingAt(entry, 'limits'), 'memory') ?? '';
  if (!/^\d*$/.test(text)) throw new Error(`memory: ${text} is not a number of megabytes`);
  return Number(text);
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
