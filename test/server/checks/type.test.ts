import { app, describeProblems, describeStackatoProblems, describeValues, fine } from '../problems';

describeProblems('type', {
  'a list of values, in a spelling that cf does not know': {
    text: app('health_check_type: [port]', 'readiness-health-check-type: [http, process]'),
    problems: ['warning [port]|but this is a list', 'warning [http, process]|but this is a list'],
  },
  'a list of values, which cf reads itself': {
    text: app('health-check-type: [port]'),
    problems: ['error [port]|but this is a list'],
  },
  'a list at the top': { text: '- name: a\n', problems: ['error - name: a|must be a mapping'] },
  'a shared list, where it is used in a wrong place': {
    text: 'd: &d [db]\napplications:\n- name: a\n  services: *d\n- name: b\n  memory: *d\n',
    problems: ['error *d|`memory` must be a string'],
  },
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

describeValues('processes', {
  ...fine('[]'),
  web: ['error web|must be a list'],
  '[web]': ['error web|must be a mapping'],
});

describeValues('services', {
  ...fine('[]', '[db]', '[{name: db}]'),
  '{db: mine}': ['error {db: mine}|must be a list'],
  '[{nam: db}]': ['error nam|Did you mean `name`?', 'error nam|needs `name`'],
});

describeValues('features', {
  ...fine('{ssh: true}', '{revisions: no}'),
  '{}': ['error features|must not be empty'],
  '{ssh: "true"}': ['error "true"|in quotes is a string'],
  '{shell: true}': ['error shell|refuses it'],
  '{file-based-vcap-services: true, service-binding-k8s: true}': ['error file-based-vcap-services|at the same time'],
});

describeValues('env', { '~': ['error env|must not be empty'], '[A=b]': ['error [A=b]|must be a mapping'] });
