import assert from 'node:assert/strict';
import { cellsOf, nameOf } from '../../../../client/src/staging/fleet/cell';
import { readMatrix } from '../../../../client/src/staging/fleet/matrixFile';

describe('the file of a matrix', () => {
  const cells = (text: string) => {
    const matrix = readMatrix(text, 'm.yml');
    return cellsOf(matrix.applications, matrix).map(nameOf);
  };

  it('makes a cell of each application with each choice', () =>
    assert.deepEqual(
      cells('applications: [a, b]\nbuildpacks: [ruby, [./x, ./y]]\nstacks: [cflinuxfs4]\nengines: [docker, local]\n'),
      [
        'a · ruby · cflinuxfs4 · docker',
        'a · ruby · cflinuxfs4 · local',
        'a · ./x, ./y · cflinuxfs4 · docker',
        'a · ./x, ./y · cflinuxfs4 · local',
        'b · ruby · cflinuxfs4 · docker',
        'b · ruby · cflinuxfs4 · local',
        'b · ./x, ./y · cflinuxfs4 · docker',
        'b · ./x, ./y · cflinuxfs4 · local',
      ],
    ));
  it('needs applications only: the rest stands in their manifests', () =>
    assert.deepEqual(cells('applications: [a]\n'), ['a · docker']));

  const wrong: Record<string, [text: string, message: RegExp]> = {
    'is no mapping': ['- a\n', /write a mapping/],
    'is no YAML': ['applications: [a\n', /m\.yml is no matrix: .+\(\d+:\d+\)/],
    'lacks applications': ['stacks: [x]\n', /write `applications:`/],
    'has an empty list': ['applications: []\n', /`applications` must be a list with at least one entry/],
    'misspells a key': ['applicatons: [a]\n', /Did you mean `applications`\?/],
    'names an unknown engine': ['applications: [a]\nengines: [podman]\n', /no engine `podman`. Engines are docker/],
    'has no number of jobs': ['applications: [a]\njobs: many\n', /`jobs` must be a positive whole number/],
    'has a mapping for a buildpack': [
      'applications: [a]\nbuildpacks: [{a: b}]\n',
      /entry of `buildpacks` must be a text/,
    ],
  };
  for (const [what, [text, message]] of Object.entries(wrong))
    it(`is refused when it ${what}`, () => assert.throws(() => readMatrix(text, 'm.yml'), { message }));
});
