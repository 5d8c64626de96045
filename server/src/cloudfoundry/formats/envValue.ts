import type { Format } from '../../checks/rule';
import { goType } from '../../yaml/roundTrip';
import { isBoolean, plainText } from '../../yaml/scalars';

/** YAML 1.1 surprises in environment variables; what is meant as text should be in quotes. */
export const envValue: Format = (scalar) => {
  const value = plainText(scalar);
  if (value === scalar.text || /^(true|false)$/i.test(scalar.text)) return undefined;
  if (goType(scalar) === 'string')
    return {
      message: `The application gets \`${value}\`: cf passes \`${scalar.text}\` on without quotes, even where the manifest has some, and the platform does not read it as text`,
      severity: 'information',
    };
  return {
    message: `YAML reads \`${scalar.text}\` as a ${isBoolean(scalar.text) ? 'boolean' : 'number'}: the application gets \`${value}\`. Put it in quotes to keep it as written`,
    severity: 'information',
    data: { fix: 'quote' },
  };
};
