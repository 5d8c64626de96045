// What the executor and the Cloud Controller put into a running instance's environment (facts of the builder, 2.5).
import { randomUUID } from 'node:crypto';
import { vcapApplication } from '../platforms/vcapApplication';

export interface Instance {
  application: string;
  /** Process type. */
  process: string;
  memoryMb: number;
  port: Omit<Port, 'host'>;
}

/** The port that an app listens on, and where that is on this machine. */
export interface Port {
  inside: number;
  outside: number;
  host: string;
}

/** Without VCAP_SERVICES. */
export function instanceEnvironment({ application, process, memoryMb, port }: Instance): Record<string, string> {
  const guid = randomUUID();
  const about = {
    ...vcapApplication({ name: application, uris: [`localhost:${port.outside}`], memoryMb, diskMb: 1024 }),
    process_id: randomUUID(),
    process_type: process,
  };
  return {
    PORT: String(port.inside),
    VCAP_APP_PORT: String(port.inside),
    VCAP_APP_HOST: '0.0.0.0',
    VCAP_APPLICATION: JSON.stringify(about),
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
