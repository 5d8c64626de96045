import assert from 'node:assert/strict';
import { parse } from '../../../server/src/yaml/parse';
import { asSequence, follow } from '../../../server/src/yaml/tree';

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
