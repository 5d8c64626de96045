// config.yml and launch.yml, which supply and finalize scripts may leave in deps/IDX (facts of the builder, 3.7).
import { parseYaml, stringAt, typedMapping } from './yaml';
import type { YamlMapping, YamlValue } from './yaml';

export interface BuildpackMetadata {
  key: string;
  name: string;
  version?: string;
  config?: { entrypoint_prefix?: string };
  output_metadata?: Record<string, unknown>;
}

export interface LaunchProcess {
  type: string;
  command: string;
}

/** A process of launch.yml, which is a sidecar when it is for other processes. */
export interface LaunchEntry extends LaunchProcess {
  sidecarFor?: string[];
  /** In MB; 0 for none. */
  memory?: number;
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

/** Metadata of one buildpack, without a name when it gives none; an unparsable config.yml is ignored, as the reference does. */
export function readConfig(key: string, config: FileText): BuildpackMetadata {
  const plain: BuildpackMetadata = { key, name: '' };
  if (config.state !== 'file') return plain;
  let value: YamlValue | undefined;
  try {
    value = parseYaml(config.text);
  } catch {
    return plain;
  }
  if (!(value instanceof Map)) return plain;
  const version = stringAt(value, 'version');
  const launcher = value.get('config') ?? '';
  const prefix = stringAt(launcher, 'entrypoint_prefix');
  const output = typedMapping(config.text, 'output_metadata');
  return {
    key,
    name: stringAt(value, 'name') ?? '',
    ...(version ? { version } : {}),
    // An empty one when there is something else.
    ...(launcher === '' ? {} : { config: prefix ? { entrypoint_prefix: prefix } : {} }),
    ...(Object.keys(output).length ? { output_metadata: output } : {}),
  };
}

/** Entries of a launch.yml; undefined when there is none. Throws when it is no YAML, or not of this shape. */
export function readLaunch(file: FileText): LaunchEntry[] | undefined {
  if (file.state !== 'file') return undefined;
  const value = parseYaml(file.text) ?? '';
  if (value !== '' && !(value instanceof Map)) throw new Error('it is not a mapping');
  return listOf(value, 'processes').map((entry): LaunchEntry => {
    if (entry !== '' && !(entry instanceof Map)) throw new Error('an entry of processes is not a mapping');
    const platforms = within(entry, 'platforms');
    return {
      type: textOf(entry, 'type'),
      command: textOf(entry, 'command'),
      memory: megabytesOf(within(entry, 'limits')),
      sidecarFor: listOf(within(platforms, 'cloudfoundry'), 'sidecar_for').map((target) => {
        if (typeof target !== 'string') throw new Error('an entry of sidecar_for is not a string');
        return target;
      }),
    };
  });
}

/** Processes and sidecars, told apart. */
export const launchOf = (entries: LaunchEntry[]): Launch => ({
  processes: entries.filter((entry) => !entry.sidecarFor?.length).map(({ type, command }) => ({ type, command })),
  sidecars: entries
    .filter((entry) => entry.sidecarFor?.length)
    .map(({ type, command, sidecarFor, memory }) => ({
      name: type,
      process_types: sidecarFor!,
      command,
      ...(memory ? { memory } : {}),
    })),
});

/** The mapping below `key`, which may be missing but nothing else. */
function within(value: YamlValue, key: string): YamlMapping | '' {
  const found = value instanceof Map ? (value.get(key) ?? '') : '';
  if (found !== '' && !(found instanceof Map)) throw new Error(`${key} is not a mapping`);
  return found;
}

function textOf(value: YamlValue, key: string): string {
  const found = value instanceof Map ? (value.get(key) ?? '') : '';
  if (typeof found !== 'string') throw new Error(`${key} is not a string`);
  return found;
}

function listOf(value: YamlValue | undefined, key: string): YamlValue[] {
  const found = value instanceof Map ? (value.get(key) ?? '') : '';
  if (Array.isArray(found)) return found;
  if (found !== '') throw new Error(`${key} is not a list`);
  return [];
}

function megabytesOf(limits: YamlValue): number {
  const text = textOf(limits, 'memory').replaceAll('_', '').toLowerCase();
  const number = Number(text.replace(/^([-+]?)0(?=[0-7]+$)/, '$10o').replace(/^[-+](?=0[box])/, ''));
  if (Number.isNaN(number)) throw new Error(`memory: ${text} is not a number of megabytes`);
  return Math.trunc(text.startsWith('-') ? -Math.abs(number) : number);
}

/** Later entries of the same type replace earlier ones in place, sidecars too. */
export function mergeProcesses<T extends LaunchProcess>(...lists: T[][]): T[] {
  const merged = new Map<string, T>();
  for (const process of lists.flat()) merged.set(process.type, process);
  return [...merged.values()];
}

/** Mappings as objects. */
export function toJson(value: YamlValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, toJson(item)]));
  return Array.isArray(value) ? value.map(toJson) : value;
}
export type FileText = { state: 'file'; text: string } | { state: 'missing' | 'unreadable' };
