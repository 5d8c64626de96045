import type { Format } from '../../checks/rule';
import { plainText } from '../../yaml/scalars';
import { labelValueProblem } from '../metadata';

export const labelValue: Format = (scalar) => {
  const message = labelValueProblem(plainText(scalar));
  return message ? { message } : undefined;
};
