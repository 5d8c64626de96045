import type { Format } from '../../checks/rule';
import { parseLogRate } from '../../base/sizes';
import { wrong } from './issue';
import { withUnit, blank } from './memory';

export const logRate: Format = (scalar, _schema, label) =>
  scalar.text.trim() ? wrong(parseLogRate(scalar.text), withUnit(scalar.text)) : blank(label);
