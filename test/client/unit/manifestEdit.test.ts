import assert from 'node:assert/strict';
import { manifestEdit } from '../../../client/src/stage/manifestEdit';
import type { Edit } from '../../../server/src/base/remedy';

/** The text after the edit; the problem stands between the bars. */
function edited(marked: string, edit: Edit): string | undefined {
  const [before = '', problem = '', after = ''] = marked.split('|');
  const lines = (before + problem + after).split('\n');
  const position = (text: string) => ({
    line: text.split('\n').length - 1,
    character: text.split('\n').at(-1)!.length,
  });
  const change = manifestEdit(
    edit,
    { start: position(before), end: position(before + problem) },
    (line) => lines[line]!,
  );
  if (!change) return undefined;
  const { start, end } = change.range;
  const offset = (at: typeof start) => lines.slice(0, at.line).join('\n').length + (at.line ? 1 : 0) + at.character;
  const text = lines.join('\n');
  return text.slice(0, offset(start)) + change.text + text.slice(offset(end));
}

describe('the edit that mends a problem', () => {
  for (const [what, marked, edit, after] of [
    ['another value', '- name: a\n  memory: |1G|\n', { value: '2G' }, '- name: a\n  memory: 2G\n'],
    ['a key', '- name: |a|\n  path: x\n', { key: 'memory', value: '2G' }, '- name: a\n  memory: 2G\n  path: x\n'],
    ['a key to be typed', '  - name: |a|', { key: 'command' }, '  - name: a\n    command: '],
    ['no key where the style is another', '- {name: |a|}', { key: 'command' }, undefined],
  ] as const)
    it(what, () => assert.equal(edited(marked, edit), after));
});
