import type { FixData } from '../../checks/fixData';
import type { Format } from '../../checks/rule';
import { wrong } from './issue';
import { parseRoute } from '../route';

export const route: Format = (scalar) => {
  const parsed = parseRoute(scalar.text);
  const port = /^https?:\/\/[^/:]+(:\d+)/.exec(scalar.text.trim());
  const data: FixData | undefined = port ? { fix: 'replace', with: [scalar.text.replace(port[1]!, '')] } : undefined;
  return wrong(parsed, data, 'later' in parsed && parsed.later ? 'warning' : undefined);
};
