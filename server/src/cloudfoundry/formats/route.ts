import type { Format } from '../../checks/rule';
import { wrong } from './issue';
import { shorten } from '../../base/words';
import { received } from '../../yaml/roundTrip';
import { parseRoute } from '../parseRoute';

export const route: Format = (scalar) => {
  if (/^(integer|number)$/.test(received(scalar).type))
    return {
      message: `\`${shorten(scalar.text)}\` is a number to the platform, which fails on it (HTTP 500): a route needs a host with a domain, such as \`my-app.example.com\``,
    };
  const parsed = parseRoute(scalar.text);
  if (!('wrong' in parsed)) return undefined;
  return wrong(
    parsed,
    parsed.instead ? { fix: 'replace', with: [parsed.instead] } : undefined,
    parsed.later ? 'warning' : undefined,
  );
};
