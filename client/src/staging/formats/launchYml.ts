// config.yml and launch.yml, which supply and finalize scripts may leave in deps/IDX (facts of the builder, 3.7).
import { parseYaml, stringAt, typedMapping, unusableAt } from './yaml';
import type { YamlMapping, YamlPath, YamlValue } from './yaml';

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

/** Entries of a launch.yml; undefined when there is none. Throws UnusableYaml when it is no YAML, or not of this shape. */
export function readLaunch(file: FileText): LaunchEntry[] | undefined {
  if (file.state !== 'file') return undefined;
  const root = parseYaml(file.text) ?? '';
  try {
    if (root !== '' && !(root instanceof Map)) throw new Misshapen([], 'it is not a mapping');
    return listOf(root, 'processes', []).map(entryOf);
  } catch (error) {
    throw error instanceof Misshapen ? unusableAt(file.text, error.path, error.message) : error;
  }
}

/** What a value is that should be another; `path` leads to it from the root. */
class Misshapen extends Error {
  constructor(
    readonly path: YamlPath,
    reason: string,
  ) {
    super(reason);
  }
}

function entryOf(entry: YamlValue, index: number): LaunchEntry {
  const path = ['processes', index];
  if (entry !== '' && !(entry instanceof Map)) throw new Misshapen(path, 'an entry of processes is not a mapping');
  const platforms = within(entry, 'platforms', path);
  const cloudfoundry = within(platforms, 'cloudfoundry', [...path, 'platforms']);
  const targets = [...path, 'platforms', 'cloudfoundry'];
  return {
    type: textOf(entry, 'type', path),
    command: textOf(entry, 'command', path),
    memory: megabytesOf(within(entry, 'limits', path), [...path, 'limits']),
    sidecarFor: listOf(cloudfoundry, 'sidecar_for', targets).map((target, i) => {
      if (typeof target === 'string') return target;
      throw new Misshapen([...targets, 'sidecar_for', i], 'an entry of sidecar_for is not a string');
    }),
  };
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

/** The mapping below `key`, which may be missing but nothing else; `path` is that of `value`. */
function within(value: YamlValue, key: string, path: YamlPath): YamlMapping | '' {
  const found = value instanceof Map ? (value.get(key) ?? '') : '';
  if (found !== '' && !(found instanceof Map)) throw new Misshapen([...path, key], `${key} is not a mapping`);
  return found;
}

function textOf(value: YamlValue, key: string, path: YamlPath): string {
  const found = value instanceof Map ? (value.get(key) ?? '') : '';
  if (typeof found !== 'string') throw new Misshapen([...path, key], `${key} is not a string`);
  return found;
}

function listOf(value: YamlValue | undefined, key: string, path: YamlPath): YamlValue[] {
  const found = value instanceof Map ? (value.get(key) ?? '') : '';
  if (Array.isArray(found)) return found;
  if (found !== '') throw new Misshapen([...path, key], `${key} is not a list`);
  return [];
}

function megabytesOf(limits: YamlValue, path: YamlPath): number {
  const text = textOf(limits, 'memory', path).replaceAll('_', '').toLowerCase();
  const number = Number(text.replace(/^([-+]?)0(?=[0-7]+$)/, '$10o').replace(/^[-+](?=0[box])/, ''));
  if (Number.isNaN(number)) throw new Misshapen([...path, 'memory'], `memory: ${text} is not a number of megabytes`);
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
