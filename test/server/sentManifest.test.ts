// What cf sends of a manifest, as data.
import assert from 'node:assert/strict';
import type { SentManifest } from '../../server/src/base/protocol';
import { sent } from '../../server/src/features/resolved';
import { open } from './support';

const cases: Record<string, { text: string; files?: Record<string, string>; sends: SentManifest }> = {
  'values with the types of YAML': {
    text: 'applications:\n- name: shop\n  instances: 2\n  no-route: true\n  env: {V: "1.10"}\n',
    sends: {
      manifest: { applications: [{ name: 'shop', instances: 2, 'no-route': true, env: { V: '1.10' } }] },
      missing: [],
    },
  },
  'merges applied, what holds their anchors left out': {
    text: 'shared: &shared\n  memory: 64M\napplications:\n- <<: *shared\n  name: shop\n',
    sends: { manifest: { applications: [{ memory: '64M', name: 'shop' }] }, missing: [] },
  },
  'variables of the file beside it, whole and within a text': {
    text: 'applications:\n- name: ((name))-web\n  instances: ((count))\n',
    files: { 'vars.yml': 'name: shop\ncount: 3\n' },
    sends: { manifest: { applications: [{ name: 'shop-web', instances: 3 }] }, missing: [] },
  },
  'the variables that have no value': {
    text: 'applications:\n- name: ((name))\n  memory: ((memory))\n',
    sends: { manifest: { applications: [{ name: '((name))', memory: '((memory))' }] }, missing: ['name', 'memory'] },
  },
  'nothing of a file that is none of ours': {
    text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n',
    sends: { manifest: {}, missing: [] },
  },
};

describe('the manifest that cf sends', () => {
  for (const [what, { text, files, sends }] of Object.entries(cases))
    it(`has ${what}`, () => {
      const { document, session } = open(text, { files });
      assert.deepEqual(sent(document, session), sends);
    });
});
