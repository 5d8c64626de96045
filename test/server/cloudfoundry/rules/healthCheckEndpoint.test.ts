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
  'a type in a list, as the platform takes it without an endpoint': {
    text: app('readiness-health-check-type: [http]', 'readiness-health-check-http-endpoint: /x'),
    problems: ['warning [http]|this is a list', 'error readiness-health-check-http-endpoint|but it is a list'],
  },
  'the type comes from a merge': {
    text: `d: &d\n  health-check-type: http\n${app('<<: *d', 'health-check-http-endpoint: /health')}`,
    problems: [],
  },
});
