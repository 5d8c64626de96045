import { app, describeProblems } from '../problems';

describeProblems('unknown-anchor', {
  'an alias without an anchor': {
    text: `defaults: &defaults {memory: 1G}\n${app('<<: *default')}`,
    problems: ['error *default|Did you mean `*defaults`?'],
  },
  'an alias inside its anchor': { text: app('env: &e', '  A: *e'), problems: ['error *e|never end'] },
});
