// Keys that exclude, need or switch off each other, as `x-conflicts` of a schema say it.
import assert from 'node:assert/strict';
import { conflictProblems, excludedKeys } from '../../../server/src/checks/conflicts';
import { platforms } from '../../../server/src/manifest/platforms';
import { loadSchema } from '../../../server/src/schema/schema';
import { walk } from '../../../server/src/schema/walk';
import { parse } from '../../../server/src/yaml/parse';
import { asMapping } from '../../../server/src/yaml/tree';

const said = { code: 'c', severity: 'warning', message: 'm' };
const schema = loadSchema({
  type: 'object',
  'x-keys': 'underscored',
  'x-conflicts': [
    { key: 'image', excludes: 'build-pack', ...said },
    { key: 'path', ignoredBeside: 'image', ...said },
    { key: { kind: ['image'] }, needs: 'image', ...said },
    { key: 'secret', needs: { kind: ['cnb', 'image'] }, ...said },
    { key: { random: true }, ignoredBeside: { routes: 'filled' }, unless: { none: true }, ...said },
  ],
  properties: { image: {}, 'build-pack': {}, path: {}, kind: {}, secret: {}, random: {}, routes: {}, none: {} },
});

const platform = { ...platforms.cloudfoundry, schema };

function marked(text: string): string[] {
  const found: string[] = [];
  walk(parse(text).root, schema, (visit) => {
    for (const { start, end, data } of conflictProblems(visit, platform)) {
      const fix = [data].flat()[0];
      const keys = fix?.fix === 'remove' ? [': remove', fix.keys?.join(' or ')].filter(Boolean).join(' ') : '';
      found.push(text.slice(start, end) + keys);
    }
  });
  return found;
}

const cases: Record<string, [text: string, marked: string[]]> = {
  'two keys exclude each other': ['image: a\nbuild-pack: b', ['image: remove image or build-pack']],
  'in any style of writing': ['image: a\nbuildPack: b', ['image: remove image or buildPack']],
  'one without a value counts as well': ['image: a\nbuild-pack: ~', ['image: remove image or build-pack']],
  'a key without effect': ['path: a\nimage: b', ['path: remove']],
  'a value that needs a key': ['kind: image', ['image']],
  'a value that has what it needs': ['kind: image\nimage: a', []],
  'a key that needs a value': ['secret: a\nkind: other', ['secret: remove']],
  'a key that needs a value, and another key': ['secret: a', ['secret: remove']],
  'a value that is not known yet': ['secret: a\nkind: ((kind))', []],
  'a switch that is on': ['random: yes\nroutes: [a]', ['random: remove']],
  'a switch that is off': ['random: no\nroutes: [a]', []],
  'a list without entries': ['random: true\nroutes: []', []],
  'a third key makes it idle': ['random: true\nroutes: [a]\nnone: true', []],
  'a block that is merged': ['path: a\n<<: {image: b}', ['path: remove']],
};

describe('keys that contradict each other', () => {
  for (const [what, [text, expected]] of Object.entries(cases))
    it(what, () => assert.deepEqual(marked(text), expected));

  const excluded: [text: string, keys: string[]][] = [
    ['image: a', ['build-pack', 'path', 'secret']],
    ['build-pack: a', ['image', 'secret']],
    ['routes: [a]', ['secret', 'random']],
    ['routes: [a]\nnone: true', ['secret']],
    ['kind: other', ['secret']],
    ['kind: image\npath: a', ['image']],
  ];
  for (const [text, keys] of excluded)
    it(`beside ${JSON.stringify(text)} ${keys.join(' and ') || 'nothing'} is excluded`, () =>
      assert.deepEqual([...excludedKeys(asMapping(parse(text).root)!, schema, platform)], keys));
});
