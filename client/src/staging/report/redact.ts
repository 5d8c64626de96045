// Secrets must not reach a log, an event or an error message.
import { decoded, redactUrls, secretName } from '../../../../server/src/base/credentials';
import type { StageRequest } from './request';

/** By its name, or because it holds a URL with a password, a user or a token. */
export const looksSecret = (name: string, value: string): boolean =>
  secretName.test(name) || redactUrls(value) !== value || credentialsOf(value).some(Boolean);

/** Masks URLs, and what else this staging knows to be secret, in any text it puts out. */
export function secretMask({ application, services, buildpacks }: SecretBearing): (text: string) => string {
  const secrets = new Set<string>(application.secrets);
  for (const { value } of buildpacks) for (const secret of credentialsOf(value)) secrets.add(secret);
  for (const [name, value] of Object.entries(application.env)) if (secretName.test(name)) secrets.add(value);
  collect(parsed(services), secrets);
  // Longest first: one may be part of another. A short or plain word would garble the log more than it hides.
  const found = [...secrets].filter(looksRandom).sort((a, b) => b.length - a.length);
  return (text) => found.reduce((masked, secret) => masked.replaceAll(secret, '***'), redactUrls(text));
}

type SecretBearing = Pick<StageRequest, 'services' | 'buildpacks'> & {
  application: Pick<StageRequest['application'], 'env' | 'secrets'>;
};

/** Not a word or number that may well occur in ordinary output. */
const looksRandom = (secret: string) => secret.length >= 8 && !/^(?:[a-z]+|\d+)$/i.test(secret);

function credentialsOf(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { username, password } = new URL(url);
  return [username, password].flatMap((part) => [part, decoded(part)]);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** Passwords and the like anywhere in VCAP_SERVICES. */
function collect(value: unknown, secrets: Set<string>, name = ''): void {
  if (typeof value === 'string') {
    if (secretName.test(name)) secrets.add(value);
    else for (const secret of credentialsOf(value).slice(2)) secrets.add(secret);
  } else if (value && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) collect(inner, secrets, key);
}
