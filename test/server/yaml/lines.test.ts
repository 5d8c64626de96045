import assert from 'node:assert/strict';
import { completion } from '../../../server/src/features/completion/completion';
import { parse } from '../../../server/src/yaml/parse';
import { Lines } from '../../../server/src/yaml/lines';
import { open } from '../support';

describe('a file that begins with an empty line', () => {
  const text = '\nname: a\n  b: [x\n';

  it('has an end in both directions', () => {
    assert.deepEqual([...new Lines(text, 0).above()], []);
    assert.deepEqual([...new Lines(text, 1).above()], [{ line: '', start: 0 }]);
    assert.deepEqual([...new Lines(text, 3).above()], [{ line: '', start: 0 }]);
    assert.equal(new Lines(text, 0).line, '');
  });

  it('is completed anywhere', () => {
    for (let offset = 0; offset <= text.length; offset++) {
      const { document, position, session } = open(`${text.slice(0, offset)}<*>${text.slice(offset)}`, {
        name: 'stackato.yml',
      });
      assert.ok(completion(document, position, session).items);
    }
  });

  it('is parsed', () => assert.ok(parse('\n[x').errors.length));
});
