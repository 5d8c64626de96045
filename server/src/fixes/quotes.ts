// "Put it in quotes" and "Remove the quotes".
import { quoted } from '../base/source';
import { asScalar } from '../yaml/tree';
import { shownText } from './fix';
import type { Fixer } from './fix';

export const quote: Fixer = ({ place }) => {
  const scalar = asScalar(place?.node);
  if (!scalar || scalar.style !== 'plain' || scalar.start === scalar.end) return [];
  const text = quoted(scalar.text);
  const edits = [{ start: scalar.start, end: scalar.end, text }];
  return [{ title: `Put it in quotes: ${shownText(text)}`, edits, preferred: true }];
};

export const unquote: Fixer = ({ place }) => {
  const scalar = asScalar(place?.node);
  if (!scalar || (scalar.style !== 'single' && scalar.style !== 'double')) return [];
  const text = scalar.text.trim();
  const edits = [{ start: scalar.start, end: scalar.end, text }];
  return [{ title: `Remove the quotes: ${shownText(text)}`, edits, preferred: true, safe: true }];
};
