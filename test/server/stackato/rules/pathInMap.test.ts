import { describeStackatoProblems } from '../../problems';

describeStackatoProblems('path-in-map', {
  'path where the key is the folder': {
    text: 'applications:\n  web:\n    name: a\n    path: x\n',
    problems: ['information path|its key (`web`)'],
  },
});
