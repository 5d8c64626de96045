// The reference's result.json and staging_info.yml (facts of the builder, 3.9 and 3.10).
import type { BuildpackMetadata, LaunchProcess, LaunchSidecar } from './launchYml';
import { mappingAt, parseYaml, stringAt } from './yaml';

export interface StagingResult {
  lifecycle_metadata: { buildpack_key?: string; detected_buildpack: string; buildpacks: BuildpackMetadata[] };
  process_types: Record<string, string> | null;
  processes?: LaunchProcess[];
  sidecars?: LaunchSidecar[];
  execution_metadata: string;
  lifecycle_type: 'buildpack';
}

/** `processes` undefined: the staging failed while building, and only the buildpacks are known. */
export function stagingResult(
  buildpacks: BuildpackMetadata[],
  processes: LaunchProcess[] | undefined,
  sidecars: LaunchSidecar[] = [],
): StagingResult {
  const last = buildpacks.at(-1);
  return {
    lifecycle_metadata: {
      ...(last?.key ? { buildpack_key: last.key } : {}),
      detected_buildpack: last?.name ?? '',
      buildpacks,
    },
    process_types: processes ? Object.fromEntries(processes.map((p) => [p.type, p.command])) : null,
    ...(processes?.length ? { processes } : {}),
    ...(sidecars.length ? { sidecars } : {}),
    execution_metadata: '',
    lifecycle_type: 'buildpack',
  };
}

/** Go's JSON escapes these three; whoever compares bytes with the platform's files finds none different. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

/** One line of JSON, which is YAML as well. */
export function stagingInfo(last: BuildpackMetadata | undefined, startCommand: string): string {
  const config = last?.config ? { config: last.config } : {};
  return goJson({ detected_buildpack: last?.name ?? '', start_command: startCommand, ...config }) + '\n';
}

/** What staging_info.yml says; unknown keys and tags are tolerated (the DEA wrote more). */
export interface StagingInfo {
  detectedBuildpack?: string;
  startCommand?: string;
  entrypointPrefix?: string;
}

/** Throws with the launcher's own words when the text is no YAML mapping. */
export function readStagingInfo(text: string): StagingInfo {
  let value;
  try {
    value = parseYaml(text);
    if (value !== undefined && value !== '' && !(value instanceof Map)) throw new Error('it is not a mapping');
  } catch (error) {
    throw new Error(`Invalid staging info - ${(error as Error).message}`);
  }
  return {
    detectedBuildpack: stringAt(value, 'detected_buildpack'),
    startCommand: stringAt(value, 'start_command') || undefined,
    entrypointPrefix: stringAt(mappingAt(value, 'config'), 'entrypoint_prefix') || undefined,
  };
}
