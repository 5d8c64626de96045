import type { Schema } from '../../schema/schema';
import type { Format, Issue } from '../../checks/rule';
import type { Scalar } from '../../yaml/tree';
import { isText } from '../../yaml/scalars';
import { goType, received } from '../../yaml/roundTrip';
import { shorten } from '../../base/words';

/** Values that are passed on as text: fine as they are, unless YAML makes something else of them. */
export const text: Format = (scalar, schema, label) => lengthProblem(scalar, schema, label);

/** Text the platform insists on: what it gets as a number or boolean is refused. What cf reads itself it makes a text of. */
export const strictText: Format = (scalar, schema, label) => {
  const { type, text: sent } = received(scalar);
  if (type === 'null' && schema.allTypes.includes('null')) return undefined;
  const isMadeText = schema.typed !== undefined && goType(scalar) !== 'string';
  if (isText(scalar) || isMadeText) return lengthProblem(scalar, schema, label);
  const what = type === 'boolean' ? 'a boolean' : type === 'null' ? 'nothing' : 'a number';
  if (goType(scalar) !== 'string')
    return {
      message: `${label} must be a string, but \`${shorten(scalar.text)}\` is ${what} in YAML: put it in quotes`,
      data: { fix: 'quote' },
    };
  return {
    message: `${label} must be a string, but cf passes \`${shorten(scalar.text)}\` on without quotes, even where the manifest has some, and the platform reads ${what} (\`${shorten(sent)}\`): write it differently`,
  };
};

export function lengthProblem(scalar: Scalar, schema: Schema, label: string): Issue | undefined {
  const length = scalar.text.trim().length;
  if (schema.minLength && length < schema.minLength) return { message: `${label} must not be empty or blank` };
  if (schema.maxLength && scalar.text.length > schema.maxLength) {
    return {
      message: `${label} must have between 1 and ${schema.maxLength} characters; this has ${scalar.text.length}`,
    };
  }
  return undefined;
}
