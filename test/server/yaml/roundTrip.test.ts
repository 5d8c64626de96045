import assert from 'node:assert/strict';
import { compose } from '../../../server/src/yaml/compose';
import { goType, received } from '../../../server/src/yaml/roundTrip';
import { asMapping, asScalar } from '../../../server/src/yaml/tree';

const scalar = (written: string) => asScalar(asMapping(compose(`a: ${written}\n`).root)?.pairs[0]?.value)!;

describe('what Cloud Controller gets for a scalar', () => {
  const cases: Record<string, [written: string, type: string, text: string][]> = {
    'words of YAML 1.1': [
      ['y', 'boolean', 'true'],
      ['Off', 'boolean', 'false'],
      ['"y"', 'string', 'y'],
      ['~', 'null', ''],
      ['"null"', 'string', 'null'],
    ],
    'words only Ruby knows, quoted or not': [
      ['nO', 'boolean', 'false'],
      ['"tRUE"', 'boolean', 'true'],
      ["'nUll'", 'null', ''],
    ],
    integers: [
      ['0x1f', 'integer', '31'],
      ['0777', 'integer', '511'],
      ['-0b11', 'integer', '-3'],
      ['1_000', 'integer', '1000'],
      ['18446744073709551615', 'integer', '18446744073709551615'],
      ['18446744073709551616', 'number', '1.8446744073709552e+19'],
      ['"1,000"', 'string', '1,000'],
      ['"17"', 'string', '17'],
    ],
    numbers: [
      ['1.10', 'number', '1.1'],
      ['2.0', 'integer', '2'],
      ['08', 'integer', '8'],
      ['1234567.0', 'number', '1234567.0'],
      ['1.5e10', 'number', '15000000000.0'],
      ['1e7', 'string', '1e+07'],
      ['1e-5', 'string', '1e-05'],
      ['-.inf', 'number', '-Infinity'],
      ['"1,000.5"', 'number', '1000.5'],
    ],
    'times and dates': [
      ['2001-02-28', 'string', '2001-02-28'],
      ['2001-02-30', 'date', '2001-02-30'],
      ['"2001-02-30"', 'date', '2001-02-30'],
      ['2001-12-14T21:59:43Z', 'string', '2001-12-14T21:59:43Z'],
      ['2001-12-14 21:59:43', 'string', '2001-12-14 21:59:43'],
      ['2001-12-14T21:59:43', 'time', '2001-12-14T21:59:43'],
      ['2001-12-14T21:59:43+0100', 'time', '2001-12-14T21:59:43+0100'],
      ['12:30:45', 'string', '12:30:45'],
    ],
    'a colon in front': [
      [':x', 'symbol', ':x'],
      ['":x"', 'symbol', ':x'],
      ['":x "', 'string', ':x '],
      ['": x"', 'string', ': x'],
      ['":x # y"', 'string', ':x # y'],
      ['"::"', 'string', '::'],
      ['":a\\n"', 'string', ':a\n'],
    ],
    tags: [
      ['!!int "3"', 'integer', '3'],
      ['!!float 3', 'integer', '3'],
      ['!!str 3', 'string', '3'],
      ['!mine 3', 'string', '3'],
      ['! 3', 'string', '3'],
      ['!!binary aGk=', 'string', 'hi'],
    ],
  };
  for (const [what, list] of Object.entries(cases))
    describe(what, () => {
      for (const [written, type, text] of list)
        it(`${written} → ${type} ${text}`, () => assert.deepEqual(received(scalar(written)), { type, text }));
    });

  it('tags that do not fit are told', () => {
    for (const written of ['!!int x', '!!int', '!!float ""', '!!null x', '!!bool 1', '!!timestamp x', '!!binary ;'])
      assert.equal(goType(scalar(written)), 'wrong', written);
  });
});
