import type { Format } from '../../checks/rule';

export const processType: Format = (scalar, _schema, label) =>
  scalar.text.trim() === '' ? { message: `${label} is empty: all processes must specify a type` } : undefined;
