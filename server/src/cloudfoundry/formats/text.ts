import type { Schema } from '../../schema/schema';
import type { Format, Issue } from '../../checks/rule';
import type { Scalar } from '../../yaml/tree';
import { isBoolean, isInteger, isNumber, isText } from '../../yaml/scalars';

/** Values that are passed on as text: fine as they are, unless YAML makes something else of them. */
export const text: Format = (scalar, schema, label) => lengthProblem(scalar, schema, label);

/** Text the platform insists on: a number or boolean without quotes is refused. */
export const strictText: Format = (scalar, schema, label) => {
  if (!isText(scalar) && (isBoolean(scalar.text) || isNumber(scalar.text) || isInteger(scalar.text))) {
    return {
      message: `${label} must be a string, but \`${scalar.text}\` is a ${isBoolean(scalar.text) ? 'boolean' : 'number'} in YAML: put it in quotes`,
      data: { fix: 'quote' },
    };
  }
  return lengthProblem(scalar, schema, label);
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
