// Code `value`: a value of the right kind that is not among those its key takes, where the schema alone can tell.
import type { FixData } from './fixData';
import { label, spanOf } from './calledAs';
import type { Problem } from './rule';
import { oneOf } from './type';
import { closest, shown } from '../base/words';
import type { Schema } from '../schema/schema';
import type { Visit } from '../schema/walk';
import type { Scalar } from '../yaml/tree';

/** A scalar beyond the schema's list of values, length, form or range. */
export function scalarProblem(visit: Visit, node: Scalar): Problem | undefined {
  const wrong = wrongValue(visit.schema, node);
  if (wrong === undefined) return undefined;
  return valueProblem(visit, spanOf(visit, node), `${label(visit)} ${wrong}.`, enumFix(visit.schema, node));
}

/** `count`: entries of a list, keys of a mapping. */
export function tooFewProblem(visit: Visit, count: number): Problem | undefined {
  const { minItems = 0, minProperties = 0 } = visit.schema;
  if (visit.node.kind === 'sequence' && count < minItems) {
    return valueProblem(
      visit,
      visit.node,
      `${label(visit)} must have at least ${minItems} ${minItems > 1 ? 'entries' : 'entry'}.`,
    );
  }
  const isEmpty = visit.node.kind === 'mapping' && count < minProperties;
  return isEmpty ? valueProblem(visit, visit.pair?.key ?? visit.node, `${label(visit)} must not be empty.`) : undefined;
}

function valueProblem(
  { schema }: Visit,
  { start, end }: { start: number; end: number },
  message: string,
  data?: FixData,
): Problem {
  return { code: 'value', severity: schema.severity ?? 'error', message, start, end, data };
}

/** Example: "must be one of `http1`, `http2` or `tcp`"; undefined when the value is fine. */
function wrongValue(schema: Schema, node: Scalar): string | undefined {
  const { text } = node;
  if (schema.enum && !schema.enum.some((value) => value !== null && String(value) === text)) {
    return `must be ${oneOf(schema.enum)}, not ${shown(text)}`;
  }
  if (schema.const !== undefined && String(schema.const) !== text) return `must be \`${String(schema.const)}\``;
  if (schema.minLength !== undefined && text.trim().length < schema.minLength) return 'must not be empty or blank';
  if (schema.maxLength !== undefined && text.length > schema.maxLength) {
    return `must not be longer than ${schema.maxLength} characters; this has ${text.length}`;
  }
  if (schema.pattern && !schema.pattern.test(text)) return 'has a form that is not allowed here';
  const number = Number(text);
  if (schema.minimum !== undefined && number < schema.minimum)
    return `must be greater than or equal to ${schema.minimum}`;
  if (schema.maximum !== undefined && number > schema.maximum) return `must be less than or equal to ${schema.maximum}`;
  return undefined;
}

function enumFix(schema: Schema, node: Scalar): FixData | undefined {
  if (!schema.enum) return undefined;
  const values = schema.enum.filter((value) => value !== null).map(String);
  const likely = closest(node.text, values);
  return { fix: 'replace', with: likely.length ? likely : values };
}
