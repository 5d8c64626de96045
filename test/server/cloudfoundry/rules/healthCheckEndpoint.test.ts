import { app, describeProblems } from '../../problems';

describeProblems('health-check-endpoint', {
  'endpoint and another type': {
    text: app('health-check-type: port', 'health-check-http-endpoint: /health'),
    problems: ['error health-check-http-endpoint|must be `http`'],
  },
  'endpoint without a type': {
    text: app('health-check-http-endpoint: /health'),
    problems: ['warning health-check-http-endpoint|no effect without'],
  },
  'readiness of a process': {
    text: app(
      'processes:',
      '- type: worker',
      '  readiness-health-check-type: process',
      '  readiness-health-check-http-endpoint: /x',
    ),
    problems: ['error readiness-health-check-http-endpoint|must be `http`'],
  },
  'the type comes from a merge': {
    text: `d: &d\n  health-check-type: http\n${app('<<: *d', 'health-check-http-endpoint: /health')}`,
    problems: [],
  },
});
