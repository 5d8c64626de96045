import { app, describeProblems } from '../problems';

describeProblems('syntax', {
  'a mapping on the line of its key': {
    text: `d: &d memory: 1G\n${app()}`,
    problems: ['error : 1G|on its own line'],
  },
  'a colon without a key': { text: app(': b'), problems: ['error : b|key is missing'] },
  'a strange name of an anchor': { text: app('command: &a.b c'), problems: ['error &a.b c|name of an anchor'] },
  'a trailing marker': { text: `${app()}---\n`, problems: [] },
  'a holder of anchors at the top': { text: `common: &c\n  memory: 1G\n${app('<<: *c')}`, problems: [] },
  'an attribute at the top that holds an anchor': { text: `env: &env\n  A: b\n${app('env: *env')}`, problems: [] },
});
