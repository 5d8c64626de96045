import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('inherit', {
  'a missing file': {
    text: a('inherit: no.yml'),
    files: { 'app.js': '' },
    problems: ['error no.yml|does not exist'],
  },
  'a missing file beside a manifest that stands alone': {
    text: a('inherit: no.yml'),
    problems: ['information no.yml|does not exist'],
  },
  itself: { text: a('inherit: stackato.yml'), problems: ['error stackato.yml|Circular'] },
  'a symbol in the path': { text: a('inherit: ${name}.yml'), problems: ['error ${name}.yml|not replaced'] },
  'a base without a name': {
    text: a('inherit: base.yml'),
    files: { 'base.yml': 'env: {A: b}\n' },
    problems: ['hint base.yml|no `name`'],
  },
  'a file that is there': { text: a('inherit: base.yml'), files: { 'base.yml': 'name: a\n' }, problems: [] },
  'a circle': {
    name: 'stackato.yml',
    text: a('inherit: base.yml'),
    files: { 'base.yml': 'name: a\ninherit: stackato.yml\n' },
    problems: [],
  },
  'an inherited buildpack that is taken back': {
    text: a('inherit: base.yml', 'docker_image: b', 'buildpack: ~'),
    files: { 'base.yml': 'name: a\nbuildpack: x\n' },
    problems: [],
  },
  'a conflict within the inherited file': {
    text: a('inherit: base.yml'),
    files: { 'base.yml': 'name: a\nbuildpack: x\ndocker_image: b\n' },
    problems: [],
  },
  'another spelling of an inherited key': {
    text: a('inherit: base.yml', 'memory: 128M'),
    files: { 'base.yml': 'name: a\nmem: 64M\n' },
    problems: [],
  },
});
