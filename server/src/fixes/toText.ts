// Environment variables are text: a list or mapping as JSON in quotes, nothing as an empty string.
import { quoted } from '../base/source';
import { isBoolean, isInteger, isNumber, isText, isTrue, numberOf } from '../yaml/scalars';
import { asMapping, asScalar, effectivePairs, isNull } from '../yaml/tree';
import type { YamlNode } from '../yaml/tree';
import { pairOf } from './fix';
import type { Fixer } from './fix';

/** A list or mapping in `env` → its JSON in quotes, which is what an app can read. */
export const toJson: Fixer = (context) => {
  const { tree } = context.document;
  const pair = pairOf(context);
  if (!pair) return [];
  const colon = tree.text.indexOf(':', pair.key.end);
  const text = ` ${quoted(JSON.stringify(dataOf(pair.value)))}`;
  const edits = [{ start: colon + 1, end: pair.value.end, text }];
  return [{ title: 'Write it as JSON in quotes', edits, preferred: true }];
};

/** A node as JSON data, with the types YAML 1.1 gives its scalars. */
function dataOf(node: YamlNode | undefined): unknown {
  const mapping = asMapping(node);
  if (mapping) return Object.fromEntries([...effectivePairs(mapping)].map(([key, pair]) => [key, dataOf(pair.value)]));
  if (node?.kind === 'sequence') return node.items.map(dataOf);
  const scalar = asScalar(node);
  if (!scalar || isNull(scalar)) return null;
  if (isText(scalar)) return scalar.text;
  if (isBoolean(scalar.text)) return isTrue(scalar.text);
  // `.inf` and `.nan` are no numbers of JSON.
  const number = isInteger(scalar.text) || isNumber(scalar.text) ? numberOf(scalar.text) : NaN;
  return Number.isFinite(number) ? number : scalar.text;
}

export const toEmptyString: Fixer = (context) => {
  const pair = pairOf(context);
  if (!pair) return [];
  const colon = context.document.text.indexOf(':', pair.key.end);
  const edits = [{ start: colon + 1, end: Math.max(colon + 1, pair.value.end), text: ' ""' }];
  return [{ title: 'Write an empty string: ""', edits, preferred: true }];
};
