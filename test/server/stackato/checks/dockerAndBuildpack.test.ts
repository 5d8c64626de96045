import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('docker-and-buildpack', {
  'an image beside a buildpack': {
    text: a('docker_image: x/y', 'buildpack: https://x.example.com/bp'),
    problems: ['error buildpack|cannot stand together'],
  },
  'a buildpack beside an inherited image': {
    text: a('inherit: base.yml', 'buildpack: https://example.com/o/r.git'),
    files: { 'base.yml': 'name: a\ndocker_image: b\n' },
    problems: ['error buildpack|`docker_image` is inherited from `base.yml`'],
  },
  'an image beside a buildpack inherited over two files': {
    text: a('inherit: base.yml', 'docker_image: b'),
    files: { 'base.yml': 'name: a\ninherit: far.yml\n', 'far.yml': 'name: a\nbuildpack: x\n' },
    problems: ['error docker_image|`buildpack` is inherited from `far.yml`'],
  },
});
