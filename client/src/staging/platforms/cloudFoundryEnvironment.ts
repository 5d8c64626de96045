// The environment of every staging script on Cloud Foundry (facts of the builder, 2.2): later sources win.
import { createHash } from 'node:crypto';
import { databaseUrl } from '../formats/databaseUrl';
import type { StageRequest } from '../report/request';
import type { EnvironmentContext } from '../lifecycle/platform';

/** Names the Cloud Controller refuses in an app's own environment. */
const reserved = /^(?:VCAP_.*|VMC.*|PORT)$/i;

export const isReservedVariable = (name: string): boolean => reserved.test(name);

/** `atLeast`: what a staging gets, whatever the app asks for. */
export function stagingEnvironment(
  request: StageRequest,
  context: EnvironmentContext,
  atLeast: { memoryMb: number; diskMb: number },
): Record<string, string> {
  const { application } = request;
  const limits = {
    memoryMb: Math.max(application.memoryMb.value, atLeast.memoryMb),
    diskMb: Math.max(application.diskMb.value, atLeast.diskMb),
  };
  const env: Record<string, string> = {
    LANG: context.lang,
    HOME: context.home,
    USER: 'vcap',
    ...userEnvironment(application.env),
    CF_STACK: request.stack.value,
    VCAP_APPLICATION: JSON.stringify({ ...vcapApplication(request, limits), users: null }),
    MEMORY_LIMIT: `${limits.memoryMb}m`,
    VCAP_SERVICES: request.services,
    ...(request.platformOptions ? { VCAP_PLATFORM_OPTIONS: request.platformOptions } : {}),
    CF_INSTANCE_IP: '127.0.0.1',
    CF_INSTANCE_INTERNAL_IP: '127.0.0.1',
    CF_INSTANCE_PORT: '',
    CF_INSTANCE_ADDR: '',
    CF_INSTANCE_PORTS: '[]',
    CF_SYSTEM_CERT_PATH: context.certificates,
  };
  const database = databaseUrl(env.VCAP_SERVICES);
  return database === undefined ? env : { ...env, DATABASE_URL: database };
}

/** The app's own variables without those the platform keeps for itself. */
export function userEnvironment(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isReservedVariable(name)));
}

/** An id that is always the same for the same words: what a buildpack writes down must not differ from run to run. */
export function stableId(...words: string[]): string {
  const hex = createHash('sha256').update(words.join('\0')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** VCAP_APPLICATION as far as a developer's machine can know it. */
export function vcapApplication(
  { application }: Pick<StageRequest, 'application'>,
  { memoryMb, diskMb }: { memoryMb: number; diskMb: number },
): Record<string, unknown> {
  const name = application.name.value;
  const version = stableId('version', name);
  return {
    cf_api: 'https://api.local.invalid',
    limits: { fds: 16384, mem: memoryMb, disk: diskMb },
    application_name: name,
    application_uris: application.uris,
    name,
    space_name: 'local',
    space_id: stableId('space_id', name),
    organization_id: stableId('organization_id', name),
    organization_name: 'local',
    uris: application.uris,
    application_id: stableId('application_id', name),
    version,
    application_version: version,
  };
}
