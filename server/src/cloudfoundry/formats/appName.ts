import type { Format } from '../../checks/rule';
import { shorten } from '../../base/words';
import { goType } from '../../yaml/roundTrip';
import { isBoolean, isText, plainText } from '../../yaml/scalars';
import { lengthProblem } from './text';

export const appName: Format = (scalar, schema) => {
  const value = plainText(scalar);
  if (value.trim() === '') return { message: 'The name of an application must not be empty' };
  if (value.length > 255)
    return { message: `The name of an application must not be longer than 255 characters; this has ${value.length}` };
  if (goType(scalar) === 'string' && !isText(scalar))
    return {
      message: `The name of an application must be a string, but cf passes \`${shorten(scalar.text)}\` on without quotes, even where the manifest has some, and the platform does not read it as text: choose another name`,
    };
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
