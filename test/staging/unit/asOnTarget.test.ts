// Installed buildpacks of a platform → buildpacks to stage with here.
import assert from 'node:assert/strict';
import { asOnTarget } from '../../../client/src/staging/plan/asOnTarget';
import { target } from '../../server/targetKnowledge';

const usual = ['ruby', 'hwc'].map((name) => ({
  name: `${name}_buildpack`,
  repository: `https://example.com/${name}`,
}));

const cases: Record<
  string,
  { stack?: string; given?: Record<string, string>; installed: string[]; unknown: string[] }
> = {
  'those of the stack, at their version; what nobody knows is named': {
    stack: 'cflinuxfs4',
    installed: ['ruby_buildpack=https://example.com/ruby#v1.10.21'],
    unknown: ['acme_buildpack'],
  },
  'a version that is not told is the newest': {
    stack: 'windows',
    installed: ['hwc_buildpack=https://example.com/hwc'],
    unknown: ['acme_buildpack'],
  },
  'all in their order without a stack; what the user says wins': {
    given: { acme_buildpack: '/acme', ruby_buildpack: '/ruby' },
    installed: ['ruby_buildpack=/ruby', 'hwc_buildpack=https://example.com/hwc', 'acme_buildpack=/acme'],
    unknown: [],
  },
};

describe('installed buildpacks as on the target', () => {
  for (const [what, { stack, given = {}, installed, unknown }] of Object.entries(cases))
    it(what, () => {
      const mirrored = asOnTarget(target.buildpacks!, stack, { given, usual });
      assert.deepEqual(
        mirrored.installed.map(({ name, ref }) => `${name}=${ref}`),
        installed,
      );
      assert.deepEqual(mirrored.unknown, unknown);
    });
});
