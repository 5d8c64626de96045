import { describeStackatoProblems } from '../../problems';

describeStackatoProblems('duplicate-application', {
  'two applications of one name': {
    text: 'applications:\n- name: a\n- name: a\n',
    problems: ['warning a|silently replaces'],
  },
});
