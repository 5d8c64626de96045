import { app, describeProblems } from '../../problems';

describeProblems('misread', {
  'a colon in front of a text': {
    text: app('command: ":x"', 'env:', '  A: [b, ":c"]', '  :d: e'),
    problems: [
      'error ":x"|begins with a colon',
      'warning [b, ":c"]|',
      'error ":c"|begins with a colon',
      'error :d|begins with a colon',
    ],
  },
  'a time without a zone': {
    text: app('env: {A: "2001-12-14T21:59:43"}'),
    problems: ['error "2001-12-14T21:59:43"|Write its zone'],
  },
  'keys that cf drops do not get that far': {
    text: app('docker: {image: a, since: "2001-12-14T21:59:43"}'),
    problems: ['warning since|ignores it'],
  },
  'a day there is none': { text: app('env: {A: 2001-02-30}'), problems: ['error 2001-02-30|no day'] },
});
