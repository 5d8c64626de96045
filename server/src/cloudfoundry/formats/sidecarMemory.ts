import type { Format } from '../../checks/rule';
import { memory } from './memory';

export const sidecarMemory: Format = (scalar, schema, label) => {
  const value = scalar.text.trim();
  if (!/^-?\d+(\.\d+)?$/.test(value)) return memory(scalar, schema, label);
  if (!/^-?\d+$/.test(value)) return { message: `${label} without a unit counts in megabytes and must be an integer` };
  return Number(value) > 0 ? undefined : { message: `${label} must be greater than 0 MB` };
};
