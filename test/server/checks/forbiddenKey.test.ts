import { app, describeProblems } from '../problems';

describeProblems('forbidden-key', {
  'health-check-timeout of a process': {
    text: app('processes:', '- type: worker', '  health-check-timeout: 5'),
    problems: ['error health-check-timeout|`timeout`'],
  },
});
