// Code `duplicate-key`: a key that is given twice, also in two spellings that are one attribute to the platform.
import type { FixData } from './fixData';
import type { Problem } from './rule';
import { shorten } from '../base/words';
import type { Schema } from '../schema/schema';
import { isLeftOut, sentPairs } from '../schema/sentPairs';
import { effectivePairs, keyText } from '../yaml/tree';
import type { Mapping, Pair } from '../yaml/tree';

const data: FixData = { fix: 'remove' };

/** The same key again: the last one counts. */
export function* duplicateKeyProblems(key: string, earlier: Pair, later: Pair): Iterable<Problem> {
  yield {
    code: 'duplicate-key',
    severity: 'warning',
    message: `Duplicate key: \`${shorten(key)}\` is already given above. Only this one counts; the other is dropped without a word.`,
    start: later.key.start,
    end: later.key.end,
    data,
    related: [{ start: earlier.key.start, end: earlier.key.end, message: 'The first one, which has no effect.' }],
  };
  yield {
    code: 'duplicate-key',
    severity: 'hint',
    message: `Duplicate key: \`${shorten(key)}\` is given again below, so this has no effect.`,
    start: earlier.key.start,
    end: earlier.value.end,
    tag: 'unnecessary',
    data,
  };
}

/** cf reads it itself, and there is something to read. */
const isGiven = (pair: Pair, schema: Schema): boolean => {
  const property = schema.property(keyText(pair)!);
  return property?.typed !== undefined && !isLeftOut(pair.value, property);
};

/** `Memory` beside `memory`: cf sends both and the platform takes one. Only of two that cf reads itself it refuses the manifest. */
export function spellingProblems(node: Mapping, schema: Schema): Problem[] {
  if (!schema.anyKeyStyle) return [];
  const sent = sentPairs(node, schema);
  return node.pairs.flatMap((pair) => {
    const key = keyText(pair) ?? '';
    const counts = sent.get(schema.propertyName(key));
    const other = counts && keyText(counts)!;
    const isDropped = effectivePairs(node).get(key) !== pair; // for the same key again
    if (!counts || other === undefined || other === key || isDropped) return [];
    const isRefused = [pair, counts].every((one) => isGiven(one, schema));
    return {
      code: 'duplicate-key',
      severity: isRefused ? ('error' as const) : ('warning' as const),
      message: `\`${key}\` and \`${other}\` are the same attribute to the platform: ${isRefused ? 'cf refuses both together' : `\`${other}\` counts, and this is dropped without a word`}. Remove one of the two.`,
      start: pair.key.start,
      end: pair.key.end,
      data,
      related: [{ start: counts.key.start, end: counts.key.end, message: 'The other one.' }],
    };
  });
}
