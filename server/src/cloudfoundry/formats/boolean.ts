import type { Format } from '../../checks/rule';
import { isBoolean, isText, isTrue } from '../../yaml/scalars';
import { quote } from './issue';

export const boolean: Format = (scalar, _schema, label) => {
  if (!isText(scalar) && isBoolean(scalar.text)) return undefined;
  if (isBoolean(scalar.text)) {
    return {
      message: `${label} must be a boolean, but ${quote(scalar.text)} in quotes is a string: write \`${isTrue(scalar.text)}\``,
      data: { fix: 'replace', with: [String(isTrue(scalar.text))] },
    };
  }
  return {
    message: `${label} must be a boolean: \`true\` or \`false\``,
    data: { fix: 'replace', with: ['true', 'false'] },
  };
};
