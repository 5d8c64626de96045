import type { Format } from '../../checks/rule';

export const hashBalance: Format = (scalar, _schema, label) => {
  const number = Number(scalar.text);
  if (scalar.text.trim() === '' || Number.isNaN(number)) return { message: `${label} must be a numeric value` };
  if (scalar.text.length > 16) return { message: `${label} must have at most 16 characters` };
  return number === 0 || (number >= 1.1 && number <= 10)
    ? undefined
    : { message: `${label} must be either 0 or between 1.1 and 10.0` };
};
