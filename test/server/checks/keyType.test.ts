import { describeProblems } from '../problems';

describeProblems('key-type', {
  'templates without quotes': {
    text: 'applications:\n- name: {{ name }}\n',
    problems: ['error {{ name }}|cannot be a key'],
  },
});
