// VCAP_APPLICATION as far as a developer's machine can know it, for staging and running.
import { createHash } from 'node:crypto';

export interface VcapApplication {
  name: string;
  uris: string[];
  memoryMb: number;
  diskMb: number;
}

/** What both platforms say of an application. */
export function applicationFacts({ name, uris, memoryMb, diskMb }: VcapApplication) {
  const version = stableId('version', name);
  return {
    limits: { fds: 16384, mem: memoryMb, disk: diskMb },
    application_name: name,
    application_uris: uris,
    name,
    space_name: 'local',
    space_id: stableId('space_id', name),
    uris,
    version,
    application_version: version,
  };
}

/** Cloud Foundry's, as the Cloud Controller writes it. */
export const vcapApplication = (application: VcapApplication) => ({
  cf_api: 'https://api.local.invalid',
  ...applicationFacts(application),
  organization_id: stableId('organization_id', application.name),
  organization_name: 'local',
  application_id: stableId('application_id', application.name),
});

/** An id that is always the same for the same words: what a buildpack writes down must not differ from run to run. */
function stableId(...words: string[]): string {
  const hex = createHash('sha256').update(words.join('\0')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
