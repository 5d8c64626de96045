import type { Format } from '../../checks/rule';
import { strictText } from './text';

export const bindingName: Format = (scalar, schema, label) => {
  if (/[^\w-]/.test(scalar.text)) {
    return { message: `${label} has invalid characters: letters, digits, \`-\` and \`_\` are valid` };
  }
  return strictText(scalar, schema, label);
};
