import type { Format } from '../../checks/rule';
import { goType } from '../../yaml/roundTrip';
import { isBoolean, isText, plainText } from '../../yaml/scalars';
import { lengthProblem, strictText } from './text';

export const appName: Format = (scalar, schema) => {
  if (!isText(scalar) && (!schema.typed || goType(scalar) === 'string'))
    return strictText(scalar, schema, 'The name of an application');
  const value = plainText(scalar);
  if (value.trim() === '') return { message: 'The name of an application must not be empty' };
  if (value.length > 255)
    return { message: `The name of an application must not be longer than 255 characters; this has ${value.length}` };
  if (value !== scalar.text) {
    return {
      message: `YAML reads \`${scalar.text}\` as a ${isBoolean(scalar.text) ? 'boolean' : 'number'}, so the application would be called \`${value}\`: put the name in quotes`,
      severity: 'warning',
      data: { fix: 'quote' },
    };
  }
  if (value.startsWith('-'))
    return {
      message: 'A name that starts with `-` looks like an option to cf, which makes the application unusable',
      severity: 'warning',
    };
  return lengthProblem(scalar, schema, '`name`');
};
