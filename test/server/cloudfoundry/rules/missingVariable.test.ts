import { app, describeProblems } from '../../problems';

describeProblems('missing-variable', {
  'missing in the file beside': {
    text: app('memory: ((size))', 'instances: ((number))'),
    files: { 'vars.yml': 'size: 1G\n' },
    problems: ['warning number|not in vars.yml'],
  },
});
