// "Put a blank behind the dash": `-db` where a list is wanted, which YAML takes for a text or a key.
import type { Fixer } from './fix';

export const dashBlank: Fixer = ({ document: { text }, problem: { start, end } }) => {
  const dashes = [...text.slice(start, end).matchAll(/-(?<=(?:^|\n\s*)-)(?=[^\s-])/g)];
  const edits = dashes.map(({ index }) => ({ start: start + index + 1, end: start + index + 1, text: ' ' }));
  return edits.length ? [{ title: 'Put a blank behind the dash', edits, preferred: true }] : [];
};
