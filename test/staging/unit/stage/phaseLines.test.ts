import * as assert from 'node:assert/strict';
import { PhaseLines } from '../../../../client/src/staging/stage/foundation/phaseLines';

const cell = ['Cell 1 creating container for instance 2', 'Downloading app package...', 'Downloaded app package (12K)'];
const end = ['Exit status 0', 'Uploading droplet, build artifacts cache...', 'Uploading complete'];

/** Named buildpacks, lines, and the steps that they tell. */
const cases: [what: string, named: string[], lines: string[], steps: string[]][] = [
  [
    'a detected buildpack',
    [],
    [
      ...cell,
      'looking for a Gemfile',
      '-----> Ruby Buildpack version 1.10.13',
      '-----> Supplying Ruby',
      '-----> Finalizing Ruby',
      ...end,
    ],
    ['detect', 'compile Ruby', 'supply Ruby', 'finalize Ruby', 'package'],
  ],
  ['a named one that says nothing special', ['bp'], [...cell, 'hello', ...end], ['compile bp', 'package']],
  [
    'several in order',
    ['apt_buildpack', 'ruby_buildpack'],
    [...cell, '-----> Apt Buildpack version 0.3', 'x', '-----> Ruby Buildpack version 1.10', 'y', ...end],
    ['supply apt_buildpack', 'compile ruby_buildpack', 'package'],
  ],
  [
    'words of the builder begin nothing',
    [],
    [...cell, 'None of the buildpacks detected a compatible application', 'Exit status 222'],
    [],
  ],
];

describe('phases told by lines of the platform', () => {
  for (const [what, named, lines, steps] of cases)
    it(what, () => {
      const phases = new PhaseLines(named);
      const told = lines.flatMap((line) => phases.next(line) ?? []);
      assert.deepEqual(
        told.map(({ phase, buildpack }) => [phase, buildpack].filter(Boolean).join(' ')),
        steps,
      );
    });
});
