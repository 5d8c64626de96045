// What a word that is none may have meant.
import assert from 'node:assert/strict';
import { closest } from '../../server/src/base/words';

describe('a name that is none', () => {
  const refs = ['main', 'develop', 'release/1.0', 'v1.2.3', 'v1.2.4'];
  const buildpacks = ['java_buildpack', 'nodejs_buildpack', 'go_buildpack'];
  const typed: [wanted: string, names: string[], likely: string[]][] = [
    ['mian', refs, ['main']],
    ['Develop', refs, ['develop']],
    ['v1.2.5', refs, ['v1.2.3', 'v1.2.4']],
    ['1.0', refs, ['release/1.0']],
    ['something-else', refs, []],
    ['nodejs', buildpacks, ['nodejs_buildpack']],
    ['node', buildpacks, ['nodejs_buildpack']],
    ['ode', buildpacks, []],
    ['nodejs-buildpak', buildpacks, ['nodejs_buildpack']],
    ['go', buildpacks, []],
  ];
  for (const [wanted, names, likely] of typed)
    it(`${wanted} may have meant ${likely.join(', ') || 'nothing known'}`, () =>
      assert.deepEqual(closest(wanted, names), likely));
});
