import { app, describeProblems } from '../../problems';

describeProblems('missing-path', {
  'a missing folder': {
    text: app('path: dist'),
    files: { 'manifest.yml': '' },
    problems: ['information dist|There is no `dist`'],
  },
  'a folder that is there': { text: app('path: dist'), files: { 'dist/index.html': '' }, problems: [] },
});
