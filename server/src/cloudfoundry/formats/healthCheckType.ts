import type { Format } from '../../checks/rule';
import { closest, shown } from '../../base/words';

const checkTypes = ['port', 'process', 'http'];

export const healthCheckType: Format = (scalar, schema, label) => {
  const instead = schema.deprecatedValues[scalar.text];
  if (instead) {
    return {
      message: `\`${scalar.text}\` is deprecated as ${label}: write \`${instead}\`, which means the same`,
      severity: 'information',
      tag: 'deprecated',
      data: { fix: 'replace', with: [instead] },
    };
  }
  if (checkTypes.includes(scalar.text)) return undefined;
  const meant = closest(scalar.text, checkTypes);
  return {
    message: `${label} must be \`port\`, \`process\` or \`http\`, not ${shown(scalar.text)}`,
    data: { fix: 'replace', with: meant.length ? meant : checkTypes },
  };
};
