import { app, describeProblems } from '../problems';

describeProblems('lifecycle-conflict', {
  'credentials without cnb': {
    text: app('cnb-credentials: {example.com: {token: x}}'),
    problems: ['warning cnb-credentials|without `lifecycle: cnb`'],
  },
});
