import { app, describeProblems, describeStackatoProblems } from '../problems';

describeProblems('value', {
  'an empty list': { text: 'applications: []\n', problems: ['error []|at least 1 entry'] },
  'sidecar without process types': {
    text: app('sidecars:', '- name: s', '  command: c', '  process_types: []'),
    problems: ['error []|at least 1 entry'],
  },
});

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('value of Stackato', {
  'a scope': { text: a('env:', '  A: {default: x, scope: build}'), problems: ['error build|`both`'] },
});
