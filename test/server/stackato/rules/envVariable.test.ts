import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('env-variable', {
  'neither default nor required': {
    text: a('env:', '  A: {inherit: y}', '  B: {required: y}', '  C: {default: x}'),
    problems: ['error A|neither required'],
  },
  'hidden choices': {
    text: a('env:', '  A: {default: x, choices: [x], hidden: y}'),
    problems: ['error hidden|cannot stand together'],
  },
  'a default that is no choice': {
    text: a('env:', '  A: {default: z, choices: [x, y]}'),
    problems: ['error z|one of the choices'],
  },
  'reserved names': { text: a('env: {vcap_x: 1}'), problems: ['warning vcap_x|reserved'] },
  'the buildpack of Stackato 2, as it was': {
    text: a('framework: {type: buildpack}', 'env: {BUILDPACK_URL: "https://x.example.com/bp"}'),
    problems: [],
  },
  'a menu for an inherited variable that is hidden': {
    text: a('inherit: base.yml', 'env:', '  A: {choices: [x, y]}'),
    files: { 'base.yml': 'name: a\nenv: {A: {hidden: y, required: y}}\n' },
    problems: ['error choices|`hidden` is inherited from `base.yml`'],
  },
});
