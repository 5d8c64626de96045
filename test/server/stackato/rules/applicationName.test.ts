import { describeStackatoProblems } from '../../problems';

describeStackatoProblems('application-name', {
  'an application without one': { text: 'mem: 64M\n', problems: ['error mem|has no name'] },
  'keys at the top level are no defaults': {
    text: 'memory: 256M\napplications:\n- name: a\n',
    problems: ['error memory|no default for them'],
  },
  'a fragment to inherit from': {
    name: 'base.stackato.yml',
    text: '# cf-staging: stackato\nmem: 64M\n',
    problems: [],
  },
  'numbers and words of YAML are text': { text: 'name: 10\nenv: {A: yes, B: ~, C: 1.10}\n', problems: [] },
});
