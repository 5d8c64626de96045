import { app, describeProblems } from '../../problems';

describeProblems('variable-value', {
  'a value that is refused': {
    text: app('memory: ((size))', 'instances: ((number))', 'services: ((services))', 'stack: ((stack))'),
    files: { 'vars.yml': 'size: 512\nnumber: "2"\nservices: {db: mine}\nstack: cflinuxfs4\n' },
    problems: [
      'information ((size))|stands for `512` in vars.yml. `512` lacks a unit',
      'information ((number))|stands for `"2"` in vars.yml. `instances` must be a number without quotes',
      'information ((services))|stands for a mapping in vars.yml. `services` must be a list',
    ],
  },
  'a value inside a longer text': {
    text: app('memory: ((n))Gx', 'routes:', '- route: ((hosts)).example.com', '- route: ((host)).example.com:80'),
    files: { 'vars.yml': 'n: 1\nhosts: [a, b]\nhost: a_b\n' },
    problems: [
      'information ((n))Gx|With vars.yml this is `1Gx`. `Gx` is not a unit',
      'information ((hosts)).example.com|is a list in vars.yml: inside a longer text',
      'information ((host)).example.com:80|HTTP 500',
    ],
  },
  'found by a path': { text: app('memory: ((web.size))'), files: { 'vars.yml': 'web: {size: 1G}\n' }, problems: [] },
  'no vars file': { text: app('memory: ((size))'), problems: [] },
});
