import { app, describeProblems } from '../../problems';

describeProblems('http-path', {
  'endpoint that is no path': {
    text: app('health-check-type: http', 'health-check-http-endpoint: health'),
    problems: ['error health|starts with one `/`'],
  },
});
