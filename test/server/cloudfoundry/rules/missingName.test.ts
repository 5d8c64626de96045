import { app, describeProblems } from '../../problems';

describeProblems('missing-name', {
  'a single application without a name': {
    text: 'applications:\n- memory: 1G\n',
    problems: ['information memory|no `name`'],
  },
  'one of several without a name': { text: `${app()}- memory: 1G\n`, problems: ['error memory|no `name`'] },
  'a name that need not be a host': {
    text: 'applications:\n- name: my app\n  no-route: true\n  health-check-type: process\n',
    problems: [],
  },
});
