import type { Format } from '../../checks/rule';
import { parseLogRate } from '../../base/sizes';
import { plainText } from '../../yaml/scalars';
import { wrong } from './issue';
import { withUnit, blank } from './memory';

export const logRate: Format = (scalar, _schema, label) => {
  const text = plainText(scalar);
  return text.trim() ? wrong(parseLogRate(text), withUnit(text)) : blank(label, scalar.text);
};
