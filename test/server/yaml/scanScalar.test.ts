import assert from 'node:assert/strict';
import { compose } from '../../../server/src/yaml/compose';
import { asMapping, asScalar } from '../../../server/src/yaml/tree';

/** The value of `a`, and the source text of its node. */
function scalar(text: string): [value: string, source: string] {
  const node = asScalar(asMapping(compose(text).root)?.pairs[0]?.value)!;
  return [node.text, text.slice(node.start, node.end)];
}

describe('scalars', () => {
  const cases: Record<string, [text: string, value: string, source: string]> = {
    plain: ['a: b c  # d\n', 'b c', 'b c'],
    'plain with signs inside': ["a: b#c:d'e [f]\n", "b#c:d'e [f]", "b#c:d'e [f]"],
    'plain over lines': ['a: b\n  c\n\n  d\n', 'b c\nd', 'b\n  c\n\n  d'],
    'plain in brackets over lines': ['{a: b\nc}', 'b c', 'b\nc'],
    'plain over a line separator': ['a: b\u2028  c\n', 'b\u2028c', 'b\u2028  c'],
    single: ["a: 'it''s'\n", "it's", "'it''s'"],
    'single over lines': ["a: 'b \n\n  c'\n", 'b\nc', "'b \n\n  c'"],
    double: [
      'a: "b\\tc\\x41\\u00e9\\U0001F600\\/"\n'.replace('\\/', ''),
      'b\tcA\u00e9😀',
      '"b\\tc\\x41\\u00e9\\U0001F600"',
    ],
    'double with its own escapes of YAML': [
      'a: "\\_\\N\\L\\e\\0\\\'"\n',
      "\xa0\x85\u2028\x1b\0'",
      '"\\_\\N\\L\\e\\0\\\'"',
    ],
    'double at the margin': ['a: "b\nc"\n', 'b c', '"b\nc"'],
    'double with a line end that does not count': ['a: "b\\\n   c"\n', 'bc', '"b\\\n   c"'],
    'double in Windows line ends': ['a: "b\r\nc"\r\n', 'b c', '"b\r\nc"'],
    literal: ['a: |\n  b\n   c\n\nd: 1\n', 'b\n c\n', '|\n  b\n   c'],
    'literal, all line ends kept': ['a: |+\n  b\n\nd: 1\n', 'b\n\n', '|+\n  b'],
    'literal, no line end kept': ['a: |-\n  b\n\nd: 1\n', 'b', '|-\n  b'],
    'literal with its indentation told': ['a: |1\n  b\n', ' b\n', '|1\n  b'],
    'literal, empty': ['a: | # c\nd: 1\n', '', '|'],
    folded: ['a: >\n  b\n  c\n\n  d\n    e\n  f\n', 'b c\nd\n  e\nf\n', '>\n  b\n  c\n\n  d\n    e\n  f'],
    'folded without an end of line': ['a: >-\n  b\n  c', 'b c', '>-\n  b\n  c'],
    'not written': ['a:\n', '', ''],
  };
  for (const [what, [text, value, source]] of Object.entries(cases))
    it(what, () => assert.deepEqual(scalar(text), [value, source]));
});
