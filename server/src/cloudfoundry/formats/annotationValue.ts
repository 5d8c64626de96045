import type { Format } from '../../checks/rule';
import { shorten } from '../../base/words';
import { goType, received } from '../../yaml/roundTrip';

/** Text. The platform takes whole numbers as well, but asks a decimal number or boolean for its size and fails. */
export const annotationValue: Format = (scalar) => {
  const { type, text } = received(scalar);
  if (type === 'boolean' || type === 'number') {
    const what = `\`${shorten(scalar.text)}\` reaches the platform as a ${type === 'boolean' ? 'boolean' : 'decimal number'}, and it fails on that (HTTP 500)`;
    return goType(scalar) === 'string'
      ? {
          message: `The value of an annotation must be a string, but ${what}: quotes do not help, write it differently`,
        }
      : {
          message: `The value of an annotation must be a string, but ${what}: put it in quotes`,
          data: { fix: 'quote' },
        };
  }
  return text.length > 5000
    ? { message: `The value of an annotation must not be longer than 5000 characters; this has ${text.length}` }
    : undefined;
};
