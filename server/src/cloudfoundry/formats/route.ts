import type { Format } from '../../checks/rule';
import { wrong } from './issue';
import { parseRoute } from '../parseRoute';

export const route: Format = (scalar) => {
  const parsed = parseRoute(scalar.text);
  if (!('wrong' in parsed)) return undefined;
  return wrong(
    parsed,
    parsed.instead ? { fix: 'replace', with: [parsed.instead] } : undefined,
    parsed.later ? 'warning' : undefined,
  );
};
