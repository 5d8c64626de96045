// "Put it in quotes" and "Remove the quotes".
import { quoted } from '../base/sourceText';
import { asMapping, asScalar } from '../yaml/tree';
import { nodeOf, shownText } from './fix';
import type { Fixer } from './fix';

/** A scalar, or `{{ name }}`, which is a mapping in a mapping to YAML. */
export const quote: Fixer = (context) => {
  const mapping = asMapping(nodeOf(context));
  const node = mapping?.flow ? mapping : asScalar(context.place?.node);
  if (!node || node.start === node.end || (node.kind === 'scalar' && node.style !== 'plain')) return [];
  const { start, end } = node;
  const text = quoted(node.kind === 'scalar' ? node.text : context.document.text.slice(start, end));
  const edits = [{ start, end, text }];
  return [{ title: `Put it in quotes: ${shownText(text)}`, edits, preferred: true }];
};

export const unquote: Fixer = ({ place }) => {
  const scalar = asScalar(place?.node);
  if (!scalar || (scalar.style !== 'single' && scalar.style !== 'double')) return [];
  const text = scalar.text.trim();
  const edits = [{ start: scalar.start, end: scalar.end, text }];
  return [{ title: `Remove the quotes: ${shownText(text)}`, edits, preferred: true, safe: true }];
};
