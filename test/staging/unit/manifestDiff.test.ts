// A manifest and what the platform says a push of it would change, as both sides of a diff editor.
import assert from 'node:assert/strict';
import { sidesOf } from '../../../client/src/staging/foundation/manifestDiff';
import type { ManifestChange } from '../../../client/src/staging/foundation/manifestDiff';

type Manifest = Parameters<typeof sidesOf>[0];

const cases: Record<string, { manifest: Manifest; changes: ManifestChange[]; before: string; after: string }> = {
  'nothing changes': {
    manifest: { applications: [{ name: 'shop' }] },
    changes: [],
    before: 'applications:\n  - name: shop\n',
    after: 'applications:\n  - name: shop\n',
  },
  'a value is another one': {
    manifest: { applications: [{ name: 'shop', memory: '1G' }] },
    changes: [{ op: 'replace', path: '/applications/0/memory', was: '512M', value: '1G' }],
    before: 'applications:\n  - name: shop\n    memory: 512M\n',
    after: 'applications:\n  - name: shop\n    memory: 1G\n',
  },
  'a key is new, another is taken away': {
    manifest: { applications: [{ name: 'shop', env: { 'a/b': 'x' } }] },
    changes: [
      { op: 'add', path: '/applications/0/env/a~1b', value: 'x' },
      { op: 'remove', path: '/applications/0/env/OLD', was: 'before' },
    ],
    before: 'applications:\n  - name: shop\n    env:\n      OLD: before\n',
    after: 'applications:\n  - name: shop\n    env:\n      a/b: x\n',
  },
  'entries of a list: steps build on one another': {
    manifest: { applications: [{ name: 'shop', services: ['a', 'b'] }] },
    changes: [
      { op: 'remove', path: '/applications/0/services/0', was: 'old' },
      { op: 'add', path: '/applications/0/services/1', value: 'b' },
    ],
    before: 'applications:\n  - name: shop\n    services:\n      - old\n      - a\n',
    after: 'applications:\n  - name: shop\n    services:\n      - a\n      - b\n',
  },
  'an application that is not there yet': {
    manifest: { applications: [{ name: 'shop' }, { name: 'new', memory: '1G' }] },
    changes: [{ op: 'add', path: '/applications/1/name', value: 'new' }],
    before: 'applications:\n  - name: shop\n',
    after: 'applications:\n  - name: shop\n  - name: new\n    memory: 1G\n',
  },
  'secrets: told that they differ, never shown': {
    manifest: { applications: [{ name: 'shop', env: { DB_PASSWORD: 'new', API_KEY: 'same' } }] },
    changes: [{ op: 'replace', path: '/applications/0/env/DB_PASSWORD', was: 'old', value: 'new' }],
    before: 'applications:\n  - name: shop\n    env:\n      DB_PASSWORD: •••••• (as it is)\n      API_KEY: ••••••\n',
    after: 'applications:\n  - name: shop\n    env:\n      DB_PASSWORD: •••••• (new)\n      API_KEY: ••••••\n',
  },
};

describe('both sides of a push', () => {
  for (const [what, { manifest, changes, before, after }] of Object.entries(cases))
    it(what, () => {
      const given = structuredClone(manifest);
      assert.deepEqual(sidesOf(manifest, changes), { before, after });
      assert.deepEqual(manifest, given);
    });
});
