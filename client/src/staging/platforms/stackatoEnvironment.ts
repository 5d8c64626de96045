// The environment of every staging script on Stackato and Helion, as far as a developer's machine can know it.
import { applicationFacts } from './vcapApplication';
import type { EnvironmentContext } from '../lifecycle/platform';
import type { StageRequest } from '../report/request';

/** System variables first, then the user's: here the user may override any of them. */
export function stackatoEnvironment(request: StageRequest, context: EnvironmentContext): Record<string, string> {
  const { application } = request;
  const name = application.name.value;
  const services = servicesOf(request.services);
  return {
    USER: 'stackato',
    LOGNAME: 'stackato',
    HOME: context.home,
    SHELL: '/bin/bash',
    LANG: context.lang,
    LC_ALL: context.lang,
    LANGUAGE: context.lang,
    TCL_TEMPLOAD_NO_UNLINK: '1',
    STACKATO_DOCKER: 'True',
    ...stackatoIdentity(name, context.home),
    STACKATO_SERVICES: JSON.stringify(servicesByName(services)),
    VCAP_APPLICATION: JSON.stringify(stackatoApplication(request)),
    VCAP_SERVICES: request.services,
    MEMORY_LIMIT: `${application.memoryMb.value}m`,
    STAGING_TIMEOUT: `${request.timeoutSeconds}.0`,
    BUILDPACK_CACHE: '/var/vcap/packages/buildpack_cache',
    CF_STACK: request.stack.value,
    ...serviceUrls(services),
    ...(request.caFiles.length ? { CF_SYSTEM_CERT_PATH: context.certificates } : {}),
    ...application.env,
  };
}

/** Variables that staging and running share. */
export function stackatoIdentity(name: string, home: string): Record<string, string> {
  return {
    STACKATO_APP_NAME: name,
    STACKATO_APP_NAME_UPCASE: name.toUpperCase().replaceAll('-', '_'),
    STACKATO_APP_ROOT: home,
    STACKATO_LOG_FILES: `stdout=${home}/logs/stdout.log:stderr=${home}/logs/stderr.log`,
  };
}

function stackatoApplication({ application: { name, uris, memoryMb, diskMb } }: StageRequest): object {
  const facts = applicationFacts({ name: name.value, uris, memoryMb: memoryMb.value, diskMb: diskMb.value });
  return { ...facts, limits: { ...facts.limits, allow_sudo: false }, users: null, sso_enabled: false };
}

interface Service {
  name: string;
  label: string;
  credentials: Record<string, unknown>;
}

/** The services of a VCAP_SERVICES text; none when it is no such thing. */
export function servicesOf(text: string): Service[] {
  try {
    const value: unknown = JSON.parse(text);
    return Object.entries(value as Record<string, Partial<Service>[]>).flatMap(([label, services]) =>
      services.map((service) => ({ name: service.name ?? label, label, credentials: service.credentials ?? {} })),
    );
  } catch {
    return [];
  }
}

const servicesByName = (services: Service[]) =>
  Object.fromEntries(services.map(({ name, credentials }) => [name, credentials]));

/** Variable of each kind of service, set when exactly one of the kind is bound. */
const urlVariables: Record<string, string> = {
  mysql: 'MYSQL_URL',
  postgresql: 'POSTGRESQL_URL',
  mongodb: 'MONGODB_URL',
  redis: 'REDIS_URL',
  rabbitmq: 'RABBITMQ_URL',
  oracledb: 'ORACLE_URL',
  memcached: 'MEMCACHE_URL',
};
const relational = ['mysql', 'postgresql', 'oracledb'];

export function serviceUrls(services: Service[]): Record<string, string> {
  const urls: Record<string, string> = {};
  const only = (kinds: string[]) => {
    const found = services.filter(({ label }) => kinds.includes(label.replace(/-[\d.]+$/, '')));
    const uri = found.length === 1 ? (found[0]!.credentials.uri ?? found[0]!.credentials.url) : undefined;
    return typeof uri === 'string' ? uri : undefined;
  };
  for (const [kind, variable] of Object.entries(urlVariables)) {
    const uri = only([kind]);
    if (uri) urls[variable] = uri;
  }
  const database = only(relational);
  if (database) urls.DATABASE_URL = database.replace(/^postgresql:/, 'postgres:');
  return urls;
}
