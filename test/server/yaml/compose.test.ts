import assert from 'node:assert/strict';
import { compose } from '../../../server/src/yaml/compose';
import { YamlFailure } from '../../../server/src/yaml/yamlSource';
import type { YamlNode } from '../../../server/src/yaml/tree';

/** The tree as lists and texts; a mapping is a list of pairs. */
function shape(node: YamlNode | undefined): unknown {
  if (node?.kind === 'mapping') return node.pairs.map(({ key, value }) => ({ [String(shape(key))]: shape(value) }));
  if (node?.kind === 'sequence') return node.items.map(shape);
  return node?.kind === 'alias' ? `*${node.name}` : node?.text;
}

const read = (text: string) => shape(compose(text).root);

describe('YAML is read as libyaml reads it', () => {
  const accepted: Record<string, [text: string, tree: unknown]> = {
    'brackets closed at the margin': ['a: [\n  x,\n  y\n]\nb: 2\n', [{ a: ['x', 'y'] }, { b: '2' }]],
    'brackets written at the margin': ['a: [\nx,\ny\n]\nb: 2\n', [{ a: ['x', 'y'] }, { b: '2' }]],
    'brackets with comments and blank lines': ['a: [\n# one, ]\nx, # two\n\ny\n] # done\n', [{ a: ['x', 'y'] }]],
    'nested brackets': ['a: {\nb: [\nx\n],\nc: y\n}\n', [{ a: [{ b: ['x'] }, { c: 'y' }] }]],
    'a comma behind the last entry': ['a: [x,]\nb: {c: 1,}\n', [{ a: ['x'] }, { b: [{ c: '1' }] }]],
    'a pair in a list': ['[a: 1, b]\n', [[{ a: '1' }], 'b']],
    'keys without values': ['{a, b: , c}\n', [{ a: '' }, { b: '' }, { c: '' }]],
    'a dash or a colon as a value in brackets': ['{a: -, b: c:}\n', [{ a: '-' }, { b: 'c:' }]],
    'a tab between the parts of a bracket': ["{b:\tc, d: 'e'\t}\n", [{ b: 'c' }, { d: 'e' }]],
    'a tab behind a value': ['a: b\t\nc:\td\n', [{ a: 'b' }, { c: 'd' }]],
    'a tab on a line that goes on': ['a: b\n \tc\n', [{ a: 'b c' }]],
    'a list in the column of its key': ['a:\n- b\n-\n- c: d\n  e: f\n', [{ a: ['b', '', [{ c: 'd' }, { e: 'f' }]] }]],
    'keys that are told': ['? a\n: b\n? c\n', [{ a: 'b' }, { c: '' }]],
    'a carriage return as a line break': ['a: 1\rb: 2\r', [{ a: '1' }, { b: '2' }]],
    'the line breaks of YAML 1.1': ['a: 1\u0085b: 2\u2028c: 3\u2029', [{ a: '1' }, { b: '2' }, { c: '3' }]],
    'a byte order mark': ['\ufeffa: 1\n', [{ a: '1' }]],
    'a comment right behind a header': ['a: |# no blank\n  x\n', [{ a: 'x\n' }]],
    'a comment right behind a quote': ["a: 'x'# y\n", [{ a: 'x' }]],
    'a version': ['%YAML 1.1\n---\na: 1\n', [{ a: '1' }]],
    'an empty first document': ['---\n---\na: 1\n', ''],
    nothing: ['# nothing\n', undefined],
    'what stands behind a complete root': ['{a: 1} b [\n', [{ a: '1' }]],
    'a root further right than what follows': ['  a: 1\nb: 2\n', [{ a: '1' }]],
  };
  for (const [what, [text, tree]] of Object.entries(accepted))
    it(`takes ${what}`, () => assert.deepEqual(read(text), tree));

  /** `^` marks the place the failure is told at. */
  const refused: Record<string, [text: string, reason: string]> = {
    'a tab on a blank line': ['a:\n^\t\n  b: 1\n', 'cannot start any token'],
    'a tab before a comment': ['a:\n  b: 1\n^\t# c\n', 'violates indentation'],
    'a tab behind a dash': ['-^\ta\n', 'cannot start any token'],
    'a tab in a block': ['a: |\n^\tx\n', 'a tab character where'],
    'another version': ['^%YAML 1.2\n---\na: 1\n', 'incompatible'],
    'an unknown directive': ['%FOO^\n---\na: 1\n', 'unknown directive'],
    'a key and its colon on two lines': ['{a\n^: 1}\n', "',' or '}'"],
    'a colon or question mark in front of a value in brackets': ['{a: ^:x}\n', 'node content'],
    'a tag right before a bracket': ['{a: !!str^}\n', 'whitespace or line break'],
    'empty brackets as a key': ['a:\n  {}^: 1\n', 'expected key'],
    'two commas': ['[a,^, b]\n', 'node content'],
    'half a character': ['a: "\\^ud83d\\ude00"\n', 'invalid Unicode'],
    'an unknown escape': ['a: "\\^d"\n', 'unknown escape'],
    'a key without a colon': ['a: 1\n^memo\nb: 2\n', "expected ':'"],
    'two keys on a line': ['a: b^: c\n', 'not allowed'],
    'a list on the line of its key': ['a: ^- b\n', 'not allowed'],
    'a missing key': ['a: 1\n^: 2\n', 'expected key'],
    'a strange name of an anchor': ['a: ^&b.c d\n', 'alphabetic'],
    'an undeclared tag': ['a: ^!x!y z\n', 'undefined tag'],
    'a quote over the end of a document': ['a: ^"one\n---\ntwo"\n', 'document indicator'],
    'a quote that is never closed': ["a: ^'one\nb: 2\n", 'end of stream'],
    'a control character': ['a: 1\n^\f\nb: 2\n', 'control characters'],
    'an end of document in front': ['^...\na: 1\n', 'node content'],
    'a line that fits no column': ['a:\n    b: 1\n  ^c: 1\n', 'expected key'],
  };
  for (const [what, [marked, reason]] of Object.entries(refused))
    it(`refuses ${what}`, () => {
      const at = marked.indexOf('^');
      assert.throws(
        () => compose(marked.replace('^', '')),
        (error) => error instanceof YamlFailure && error.reason.includes(reason) && error.position === at,
        marked,
      );
    });

  it('further documents are found, and what is wrong in them is not told', () => {
    const text = 'a: 1\n---\na: 2\n...\n---\n[';
    assert.deepEqual(compose(text).furtherDocuments, [5, 18]);
  });

  it('tags are told apart however they are written', () => {
    const tag = (text: string) => compose(text).root!.tag;
    assert.equal(tag('!!int 1'), '!!int');
    assert.equal(tag('!<tag:yaml.org,2002:int> 1'), '!!int');
    assert.equal(tag('%TAG !y! tag:yaml.org,2002:\n--- !y!int 1'), '!!int');
    assert.equal(tag('! 1'), '!');
    assert.equal(tag('!a%20b 1'), '!a b');
  });

  it('nesting is refused where the platform fails on it', () => {
    const nested = (depth: number) => compose('['.repeat(depth) + ']'.repeat(depth));
    assert.doesNotThrow(() => nested(1000));
    assert.throws(() => nested(1001), /max depth/);
  });
});
