import assert from 'node:assert/strict';
import { taskValueAt } from '../../../client/src/stage/taskValueAt';

/** `|` is the cursor; the answer is the key and the text that is replaced. */
function at(marked: string): string | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = taskValueAt(text, offset, 'cf-staging');
  return found && `${found.key} ${text.slice(found.start, found.end)}`;
}

describe('the value of a task that is being written', () => {
  for (const [what, marked, expected] of [
    ['an application', '{"tasks": [{"type": "cf-staging", "app": "|"}]}', 'app ""'],
    ['a manifest, half typed', '{\n"manifest": "hel|",\n"type": "cf-staging"}', 'manifest "hel"'],
    ['before a quote', '{"type": "cf-staging",\n"app": |\n}', 'app '],
    ['of another type', '{"tasks": [{"type": "cf-staging"}, {"type": "npm", "app": "|"}]}', undefined],
    ['another key', '{"type": "cf-staging", "label": "|"}', undefined],
    ['with an object before it', '{"type": "cf-staging", "variables": {"a": "b"}, "app": "|"}', 'app ""'],
  ] as const)
    it(what, () => assert.equal(at(marked), expected));
});
