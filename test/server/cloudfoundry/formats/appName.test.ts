import { describeProblems } from '../../problems';

describeProblems('app-name', {
  'a name that YAML reads as a boolean': {
    text: 'applications:\n- name: on\n',
    problems: ['warning on|called `true`'],
  },
});
