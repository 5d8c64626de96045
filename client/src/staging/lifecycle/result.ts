// The reference's result.json and staging_info.yml (facts of the builder, 3.9 and 3.10).
import type { BuildpackMetadata, LaunchProcess, LaunchSidecar } from './metadata';

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
