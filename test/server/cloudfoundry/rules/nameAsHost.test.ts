import { describeProblems } from '../../problems';

describeProblems('name-as-host', {
  'a name that cannot be a host': {
    text: 'applications:\n- name: my app\n',
    problems: ['warning my app|host of the default route'],
  },
});
