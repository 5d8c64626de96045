// DATABASE_URL as the platform derives it from the bound services (facts of the builder: databaseuri).
import { goUrl } from './goUrl';

const schemes: Record<string, string> = {
  mysql: 'mysql2',
  mysql2: 'mysql2',
  postgres: 'postgres',
  postgresql: 'postgres',
};

/** The first relational `credentials.uri` of VCAP_SERVICES with its scheme rewritten; undefined when there is none. */
export function databaseUrl(vcapServices: string | undefined): string | undefined {
  for (const uri of credentialUris(vcapServices)) {
    const url = goUrl(uri);
    const scheme = url && schemes[url.scheme];
    if (scheme) return `${scheme}:${url.rest}`;
  }
  return undefined;
}

/** What Go's decoder finds in a list of services; nothing at all when something is of another type than it expects. */
function credentialUris(text: string | undefined): string[] {
  try {
    const services = mapping(JSON.parse(text ?? '{}'));
    return Object.values(services).flatMap((list) => {
      if (list !== null && !Array.isArray(list)) throw new TypeError('not a list');
      return (list ?? []).map((service) => {
        const uri = field(mapping(field(mapping(service), 'credentials')), 'uri') ?? '';
        if (typeof uri !== 'string') throw new TypeError('not a string');
        return uri;
      });
    });
  } catch {
    return [];
  }
}

function mapping(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new TypeError('not a mapping');
  return value as Record<string, unknown>;
}

/** By its name in any case; the last one counts. */
const field = (value: Record<string, unknown>, name: string): unknown =>
  Object.entries(value).findLast(([key]) => key.toLowerCase() === name)?.[1];
