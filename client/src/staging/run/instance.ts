// What the executor and the Cloud Controller put into a running instance's environment (facts of the builder, 2.5).
import { randomUUID } from 'node:crypto';

export interface Instance {
  application: string;
  /** Process type. */
  process: string;
  memoryMb: number;
  port: { inside: number; outside: number };
}

/** Without VCAP_SERVICES; ids are made up anew. */
export function instanceEnvironment({ application, process, memoryMb, port }: Instance): Record<string, string> {
  const guid = randomUUID();
  const uris = [`localhost:${port.outside}`];
  const version = randomUUID();
  const vcapApplication = {
    application_id: randomUUID(),
    application_name: application,
    application_uris: uris,
    application_version: version,
    cf_api: 'https://api.local.invalid',
    limits: { fds: 16384, mem: memoryMb, disk: 1024 },
    name: application,
    organization_id: randomUUID(),
    organization_name: 'local',
    process_id: randomUUID(),
    process_type: process,
    space_id: randomUUID(),
    space_name: 'local',
    uris,
    version,
  };
  return {
    PORT: String(port.inside),
    VCAP_APP_PORT: String(port.inside),
    VCAP_APP_HOST: '0.0.0.0',
    VCAP_APPLICATION: JSON.stringify(vcapApplication),
    MEMORY_LIMIT: `${memoryMb}m`,
    INSTANCE_GUID: guid,
    INSTANCE_INDEX: '0',
    CF_INSTANCE_GUID: guid,
    CF_INSTANCE_INDEX: '0',
    CF_INSTANCE_IP: '127.0.0.1',
    CF_INSTANCE_INTERNAL_IP: '127.0.0.1',
    CF_INSTANCE_PORT: String(port.outside),
    CF_INSTANCE_ADDR: `127.0.0.1:${port.outside}`,
    CF_INSTANCE_PORTS: JSON.stringify([{ external: port.outside, internal: port.inside }]),
  };
}
