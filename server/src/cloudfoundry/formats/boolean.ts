import type { Format } from '../../checks/rule';
import { goType, received } from '../../yaml/roundTrip';
import { isBoolean, isTrue } from '../../yaml/scalars';
import { quote } from './issue';

export const boolean: Format = (scalar, schema, label) => {
  if ((schema.typed ? goType(scalar) : received(scalar).type) === 'boolean') return undefined;
  if (isBoolean(scalar.text)) {
    return {
      message: `${label} must be a boolean, but ${quote(scalar.text)}${scalar.style === 'plain' ? '' : ' in quotes'} is a string: write \`${isTrue(scalar.text)}\``,
      data: { fix: 'replace', with: [String(isTrue(scalar.text))] },
    };
  }
  return {
    message: `${label} must be a boolean: \`true\` or \`false\``,
    data: { fix: 'replace', with: ['true', 'false'] },
  };
};
