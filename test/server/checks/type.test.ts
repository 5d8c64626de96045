import { describeProblems, describeStackatoProblems } from '../problems';

describeProblems('type', {
  'a list at the top': { text: '- name: a\n', problems: ['error - name: a|must be a mapping'] },
});

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('type of Stackato', {
  'the root is a list': { text: '- name: x\n', problems: ['error - name: x|mapping'] },
  'an empty env': { text: a('env:'), problems: ['error env|must not be empty'] },
  'services as text': { text: a('services: db'), problems: ['error db|list'] },
  'ignores as text': { text: a('ignores: tmp'), problems: ['error tmp|list'] },
  'a command that YAML reads as a mapping': {
    text: a('hooks:', '  pre-staging:', '  - echo: x'),
    problems: ['error echo: x|string'],
  },
  'framework details only warn': {
    text: a('framework: {type: php, document-root: [x]}'),
    problems: ['warning [x]|string'],
  },
  'empty services': { text: a('services:', 'disk:'), problems: [] },
  'one mistake at a time': {
    text: a('env:', '  A: {default: [x]}', '  B: {required: perhaps}', '  C: {descr: x}'),
    problems: ['error [x]|string', 'error perhaps|boolean', 'error descr|refuses'],
  },
  'choices that are no list': { text: a('env:', '  A: {default: x, choices: x}'), problems: ['error x|list'] },
});
