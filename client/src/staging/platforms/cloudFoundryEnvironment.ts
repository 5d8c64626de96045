// The environment of every staging script on Cloud Foundry (facts of the builder, 2.2): later sources win.
import { reservedPart } from '../../../../server/src/base/reservedVariables';
import { databaseUrl } from '../formats/databaseUrl';
import { vcapApplication } from './vcapApplication';
import type { StageRequest } from '../report/request';
import type { EnvironmentContext } from '../lifecycle/platform';

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
    VCAP_APPLICATION: JSON.stringify({
      ...vcapApplication({ name: application.name.value, uris: application.uris, ...limits }),
      users: null,
    }),
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
function userEnvironment(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !reservedPart(name, 'cloudfoundry')));
}
