import assert from 'node:assert/strict';
import { parse } from '../../../server/src/yaml/parse';
import type { YamlNode } from '../../../server/src/yaml/tree';

function shape(node: YamlNode | undefined): unknown {
  if (node?.kind === 'mapping')
    return Object.fromEntries(node.pairs.map(({ key, value }) => [shape(key), shape(value)]));
  if (node?.kind === 'sequence') return node.items.map(shape);
  return node?.kind === 'alias' ? `*${node.name}` : node?.text;
}

const whole = { applications: [{ name: 'a', memory: '1G' }] };

describe('a slip is told, and the file is read as it was meant', () => {
  const cases: Record<string, [text: string, told: [line: number, words: string][], tree?: unknown]> = {
    'a list beside its key': ['applications:- name: a\n  memory: 1G\n', [[0, 'below its key']]],
    'an indented start of a document': ['  ---\napplications:\n- name: a\n  memory: 1G\n', [[0, 'very beginning']]],
    'a no-break space on a line of its own': [
      '\u00a0\napplications:\n- name: a\n  memory: 1G\n',
      [[0, 'no-break space (U+00A0)']],
    ],
    'an ideographic space for indentation': [
      'applications:\n- name: a\n\u3000 memory: 1G\n  env:\n    A: b\n',
      [[2, 'ideographic space (U+3000)']],
      { applications: [{ name: 'a', memory: '1G', env: { A: 'b' } }] },
    ],
    'a form feed': ['applications:\n\f\n- name: a\n  memory: 1G\n', [[1, 'form feed (U+000C)']]],
    'tabs': ['applications:\n\t- name: a\n\t  memory: 1G\n', [[1, 'tab cannot'], [2, 'tab cannot']]], // prettier-ignore
    'tabs for levels': [
      'applications:\n- name: a\n  env:\n\t\tA: b\n\tmemory: 1G\n',
      [[3, 'tab cannot'], [4, 'tab cannot']], // prettier-ignore
      { applications: [{ name: 'a', env: { A: 'b' }, memory: '1G' }] },
    ],
    'a tab on a blank line': ['applications:\n\t\n- name: a\n  memory: 1G\n', [[1, 'blank line']]],
    'a tab in front of all': [
      'x: y\n\tapplications:\n- name: a\n',
      [[1, 'tab cannot']],
      { x: 'y', applications: [{ name: 'a' }] },
    ],
    'a missing blank behind the colon': ['applications:\n- name:a\n  memory: 1G\n', [[1, 'behind the colon']]],
    'a missing blank behind the dash': ['applications:\n-name: a\n  memory: 1G\n', [[1, 'behind the dash']]],
    'a missing colon': ['applications\n- name: a\n  memory: 1G\n', [[0, 'neither a key']]],
    'an item above the first key': ['- x\napplications:\n- name: a\n  memory: 1G\n', [[0, 'does not fit']]],
  };
  for (const [what, [text, told, tree = whole]] of Object.entries(cases))
    it(what, () => {
      const { root, errors } = parse(text);
      assert.deepEqual(shape(root), tree);
      assert.deepEqual(errors.map(({ line }) => line), told.map(([line]) => line)); // prettier-ignore
      errors.forEach(({ message }, i) => assert.ok(message.includes(told[i]![1]), message));
    });

  it('everything keeps its place, also behind what was put in', () => {
    const text = 'applications:- name: a\n  memory: &m "1G"\n  disk_quota: *m\n---\nx: y\n';
    const { scalars, anchored, aliases, furtherDocuments } = parse(text);
    const source = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
    assert.deepEqual(scalars.map(source), ['applications', 'name', 'a', 'memory', '"1G"', 'disk_quota', 'x', 'y']);
    assert.deepEqual([...anchored, ...aliases].map(source), ['"1G"', '*m']);
    assert.equal(source(anchored[0]!.anchor!), 'm');
    assert.deepEqual(furtherDocuments, [text.indexOf('---')]);
  });
});
