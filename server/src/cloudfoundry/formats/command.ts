import type { Format } from '../../checks/rule';
import { received } from '../../yaml/roundTrip';
import { shown } from '../../base/words';
import { strictText } from './text';

/** `no` is taken for nothing, and nothing for `null`, where a command may be null. */
export const command: Format = (scalar, schema, label) => {
  const { type, text } = received(scalar);
  if (type !== 'boolean' || text !== 'false' || !schema.allTypes.includes('null'))
    return strictText(scalar, schema, label);
  return {
    message: `${label} is ${shown(scalar.text)}, which reaches the platform as \`false\` and returns to the command of the Procfile or buildpack: write \`null\` to say so, or put a command in quotes`,
    severity: 'information',
    data: { fix: 'replace', with: ['null'] },
  };
};
