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

function credentialUris(text: string | undefined): string[] {
  try {
    const services: unknown = JSON.parse(text ?? '{}');
    return Object.values(services as Record<string, unknown>)
      .filter(Array.isArray)
      .flat()
      .map((service: { credentials?: { uri?: unknown } } | null) => service?.credentials?.uri)
      .filter((uri): uri is string => typeof uri === 'string');
  } catch {
    return [];
  }
}
