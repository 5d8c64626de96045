import type { Format } from '../../checks/rule';
import { isBoolean, isText } from '../../yaml/scalars';

export const annotationValue: Format = (scalar) => {
  if (!isText(scalar) && isBoolean(scalar.text))
    return { message: 'The value of an annotation must be a string: put it in quotes', data: { fix: 'quote' } };
  return scalar.text.length > 5000
    ? { message: `The value of an annotation must not be longer than 5000 characters; this has ${scalar.text.length}` }
    : undefined;
};
