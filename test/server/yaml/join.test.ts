import assert from 'node:assert/strict';
import { parse } from '../../../server/src/yaml/parse';
import { asScalar, asSequence, follow } from '../../../server/src/yaml/tree';

const items = (text: string, key: string) =>
  asSequence(follow(parse(text).root, [key]))?.items.map((item) => text.slice(item.start, item.end));

describe('brackets over several lines', () => {
  for (const [what, text] of [
    ['closed at the margin', 'a: 1\nlist: [\n    x,\n    y\n]\nb: 2\n'],
    ['written at the margin', 'list: [\nx,\ny\n]\nb: 2\n'],
    ['with comments, quotes and blank lines', 'list: [\n# first, ]\nx, # second\n\ny\n] # done\nb: 2\n'],
    ['in Windows line ends', 'list: [\r\nx,\r\ny\r\n]\r\nb: 2\r\n'],
  ] as const)
    it(`${what} are fine, as for libyaml`, () => {
      assert.deepEqual(parse(text).errors, []);
      assert.deepEqual(items(text, 'list'), ['x', 'y']);
      assert.equal(text[follow(parse(text).root, ['b'])!.start], '2');
    });

  it('several of them, nested', () => {
    const text = 'a: {\nb: [\nx\n],\nc: y\n}\nd: [\nz\n]\n';
    assert.deepEqual(parse(text).errors, []);
    assert.deepEqual(items(text, 'd'), ['z']);
  });

  it('that are never closed are told', () => {
    assert.equal(parse('list: [x,\nb: 2\nc: [y]\n').errors.length, 1);
  });
});

describe('quotes over several lines', () => {
  const value = (text: string, key: string) => asScalar(follow(parse(text).root, [key]))?.text;

  for (const [what, text, expected] of [
    ['at the margin', 'a: "one\ntwo"\nb: 2\n', 'one two'],
    ['in single quotes', "a: 'it''s\none'\nb: 2\n", "it's one"],
    ['with an empty line', 'a: "one\n\ntwo"\nb: 2\n', 'one\ntwo'],
    ['with an escaped line end', 'a: "one\\\ntwo"\nb: 2\n', 'onetwo'],
    ['in three lines', 'a: "one\ntwo\nthree"\nb: 2\n', 'one two three'],
    ['in Windows line ends', 'a: "one\r\ntwo"\r\nb: 2\r\n', 'one two'],
  ] as const)
    it(`${what} are fine, as for libyaml`, () => {
      assert.deepEqual(parse(text).errors, []);
      assert.equal(value(text, 'a'), expected);
      assert.equal(value(text, 'b'), '2');
    });

  for (const [what, text] of [
    ['that are never closed', 'a: "one\nb: 2\nc: 3\n'],
    ['that another value would close', 'a: "one\nb: "two"\nc: 3\n'],
    ['over the end of a document', 'a: "one\n---\ntwo"\n'],
  ] as const)
    it(`${what} are told`, () => assert.match(parse(text).errors[0]?.message ?? '', /never closed/));
});

it('a tab between the parts of a bracket is fine, as for libyaml', () => {
  const text = "a: {b:\tc, d: 'e'\t}\n";
  assert.deepEqual(parse(text).errors, []);
  assert.equal(asScalar(follow(parse(text).root, ['a', 'b']))?.text, 'c');
});
