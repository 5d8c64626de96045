// A part of the tree as JSON: what an app can read where only a text may stand.
import { isBoolean, isInteger, isNumber, isText, isTrue, numberOf } from './scalars';
import { asMapping, asScalar, asSequence, effectivePairs, isNull } from './tree';
import type { YamlNode } from './tree';

export const jsonOf = (node: YamlNode | undefined): string => JSON.stringify(dataOf(node));

/** As data for JSON: scalars get the types YAML 1.1 gives them. */
export function dataOf(node: YamlNode | undefined): unknown {
  const mapping = asMapping(node);
  if (mapping) return Object.fromEntries([...effectivePairs(mapping)].map(([key, pair]) => [key, dataOf(pair.value)]));
  const sequence = asSequence(node);
  if (sequence) return sequence.items.map(dataOf);
  const scalar = asScalar(node);
  if (!scalar || isNull(scalar)) return null;
  if (isText(scalar)) return scalar.text;
  if (isBoolean(scalar.text)) return isTrue(scalar.text);
  // `.inf` and `.nan` are no numbers of JSON.
  const number = isInteger(scalar.text) || isNumber(scalar.text) ? numberOf(scalar.text) : NaN;
  return Number.isFinite(number) ? number : scalar.text;
}
