// Environment variables are text: a list or mapping as JSON in quotes, nothing as an empty string.
import { quoted } from '../base/sourceText';
import { jsonOf } from '../yaml/json';
import { pairOf } from './fix';
import type { Fixer } from './fix';

/** A list or mapping in `env` → its JSON in quotes, which is what an app can read. */
export const toJson: Fixer = (context) => {
  const { tree } = context.document;
  const pair = pairOf(context);
  if (!pair) return [];
  const colon = tree.text.indexOf(':', pair.key.end);
  const text = ` ${quoted(jsonOf(pair.value))}`;
  const edits = [{ start: colon + 1, end: pair.value.end, text }];
  return [{ title: 'Write it as JSON in quotes', edits, preferred: true }];
};

export const toEmptyString: Fixer = (context) => {
  const pair = pairOf(context);
  if (!pair) return [];
  const colon = context.document.text.indexOf(':', pair.key.end);
  const edits = [{ start: colon + 1, end: Math.max(colon + 1, pair.value.end), text: ' ""' }];
  return [{ title: 'Write an empty string: ""', edits, preferred: true }];
};
