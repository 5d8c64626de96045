import assert from 'node:assert/strict';
import { parse } from '../../server/src/yaml/parse';
import { asScalar, effectivePairs, asMapping, follow, pathOf } from '../../server/src/yaml/tree';
import { comments } from '../../server/src/yaml/comments';
import { nodeAt } from '../../server/src/yaml/nodeAt';

/** What is blamed, and for what. */
const errors = (text: string) =>
  parse(text).errors.map(({ start, end, message }) => `${text.slice(start, end)}|${message}`);

function assertErrors(text: string, expected: string[]): void {
  const found = errors(text);
  const fine =
    found.length === expected.length &&
    expected.every((one, i) => {
      const bar = one.lastIndexOf('|');
      return found[i]!.startsWith(one.slice(0, bar + 1)) && found[i]!.includes(one.slice(bar + 1));
    });
  if (!fine) assert.deepEqual(found, expected, text);
}

const value = (text: string, ...path: (string | number)[]) => asScalar(follow(parse(text).root, path))?.text;

describe('YAML', () => {
  describe('a half-typed or broken line is blamed, and the rest is read', () => {
    const cases: Record<string, [text: string, errors: string[]]> = {
      'a key without a colon': ['a: 1\nmemo\nz: 2\n', ['memo|neither a key nor a list item']],
      'a key without a colon at the end': ['a: 1\nz: 2\nmemo', ['memo|neither a key nor a list item']],
      'a tab': ['a:\n\tb: 1\nz: 2\n', ['b: 1|tab cannot indent']],
      'two colons': ['a: b: c\nz: 2\n', [': c|second `: `']],
      'an open bracket': ['a: [1, 2\nz: 2\n', ['a: [1, 2|not closed']],
      'an open quote': ['a: "x\nb: 1\nz: 2\n', ['"x|never closed']],
      'an open single quote': ["a: 'x\nb: 1\nz: 2\n", ["'x|never closed"]],
      'text behind a quote': ["a: 'it's'\nz: 2\n", ["s'|behind the closing quote"]],
      'a reserved character': ['a: @x\nz: 2\n', ['@x|cannot start with `@`']],
      'an escape': ['a: "\\d"\nz: 2\n', ['d"|Unknown escape']],
      'stray text between items': ['a:\n- b\nstray\n- c\nz: 2\n', ['stray|neither a key']],
      'a missing blank': ['a:\n- name:x\n  b: 1\nz: 2\n', ['- name:x|blank is missing']],
      'three errors': ['a: @x\nb: "c\nd: [e\nz: 2\n', ['@x|@', '"c|never closed', 'd: [e|not closed']],
    };
    for (const [what, [text, expected]] of Object.entries(cases)) {
      it(what, () => {
        assertErrors(text, expected);
        if (text.includes('z: 2')) assert.equal(value(text, 'z'), '2');
      });
    }
    it('what stands before the error in its line is kept', () => {
      assert.equal(value('apps:\n- name: @x\n  memory: 1G\n', 'apps', 0, 'memory'), '1G');
      assert.equal(value('a:\n\tb: 1\n', 'a', 'b'), '1');
    });
    it('a template is no YAML, but no reason to give up', () => assert.equal(value('{% if x %}\na: 1\n', 'a'), '1'));
  });

  it('scalars keep their text, never a type', () => {
    const text = "a: 1.10\nb: yes\nc: \"d\\u0041\"\ne: >-\n  f\n  g\n\nh: 'i''j'\n";
    assert.deepEqual(
      ['a', 'b', 'c', 'e', 'h'].map((key) => value(text, key)),
      ['1.10', 'yes', 'dA', 'f g', "i'j"],
    );
  });

  it('offsets hold quotes, brackets and headers of blocks', () => {
    const text = 'a: "b"\nc: [d, e ]  # f\ng: |  # h\n  i\n\nj:\n';
    const source = (...path: string[]) => {
      const node = follow(parse(text).root, path)!;
      return text.slice(node.start, node.end);
    };
    assert.deepEqual(
      ['a', 'c', 'g', 'j'].map((key) => source(key)),
      ['"b"', '[d, e ]', '|  # h\n  i', ''],
    );
  });

  it('comments are found, also behind values, but not inside them', () => {
    const text = '# one\na: "# no" # two\nb: |\n  # no\n# three\nc: d#no\ne: @ # four\n';
    assert.deepEqual(
      comments(parse(text)).map((comment) => comment.text),
      ['one', 'two', 'three'],
    );
  });

  it('the node at an offset knows its pair and path', () => {
    const text = 'a:\n- b: cc\n  d:   \n';
    const at = (part: string, shift = 0) => nodeAt(parse(text), text.indexOf(part) + shift)!;
    assert.deepEqual([at('b').isKey, at('cc').isKey, pathOf(at('cc', 1).node)], [true, false, ['a', 0, 'b']]);
    assert.equal(asScalar(at('d:', 2).pair?.key)?.text, 'd');
  });

  describe('aliases and merge keys', () => {
    const merged = (text: string) =>
      Object.fromEntries(
        [...effectivePairs(asMapping(follow(parse(text).root, ['x']))!)].map(([key, pair]) => [
          key,
          asScalar(pair.value)!.text,
        ]),
      );
    it('count in the order of the file, as cf reads them', () => {
      assert.deepEqual(merged('d: &d {m: 1, n: 1}\nx:\n  <<: *d\n  m: 2\n'), { m: '2', n: '1' });
      assert.deepEqual(merged('d: &d {m: 1, n: 1}\nx:\n  m: 2\n  <<: *d\n'), { m: '1', n: '1' });
    });
    it('of several the first wins', () =>
      assert.deepEqual(merged('a: &a {m: 1}\nb: &b {m: 2, n: 2}\nx:\n  <<: [*a, *b]\n'), { m: '1', n: '2' }));
    it('without an anchor, or inside it, lead nowhere', () => {
      assert.deepEqual(
        parse('a: *b\nc: &c [*c]\n').aliases.map(({ name, target, recursive }) => [name, target, recursive]),
        [
          ['b', undefined, false],
          ['c', undefined, true],
        ],
      );
    });
  });

  it('only the first document counts', () => {
    const tree = parse('a: 1\n---\na: 2\n');
    assert.equal(asScalar(follow(tree.root, ['a']))?.text, '1');
    assert.deepEqual(tree.furtherDocuments, [5]);
  });
});
