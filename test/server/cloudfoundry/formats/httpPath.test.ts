import { app, describeProblems, describeValues } from '../../problems';

describeProblems('http-path', {
  'endpoint that is no path': {
    text: app('health-check-type: http', 'health-check-http-endpoint: health'),
    problems: ['error health|starts with one `/`'],
  },
});

const noType = 'warning health-check-http-endpoint|no effect without `health-check-type: http`';

describeValues('health-check-http-endpoint', {
  '"x\\n/a"': [noType],
  health: [noType, 'error health|valid URI path'],
  '//x': [noType, 'error //x|valid URI path'],
});
