import { app, describeProblems } from '../../problems';

describeProblems('merge-order', {
  'a merge below a key it overwrites': {
    text: `d: &d\n  memory: 1G\n${app('memory: 3G', '<<: *d')}`,
    problems: ['warning memory|overwritten by the `<<` below', 'information <<: *d|overwrites `memory`'],
  },
  'a merge of text': { text: app('<<: defaults'), problems: ['error defaults|merges mappings only'] },
  'a merge of an aliased list': {
    text: `d: &d {memory: 1G}\nl: &l [*d]\n${app('<<: *l')}`,
    problems: ['error *l|merges mappings only'],
  },
  'a merge of a list in a list': {
    text: `d: &d {memory: 1G}\nl: &l [*d]\n${app('<<: [*l]')}`,
    problems: ['error [*l]|merges mappings only'],
  },
  'quotes do not help: cf merges when it reads what it has written': {
    text: app('env:', '  "<<": text', '"<<": [{instances: 2}]'),
    problems: ['error text|merges mappings only'],
  },
  'a merge above': { text: `d: &d\n  memory: 1G\n${app('<<: *d', 'memory: 3G')}`, problems: [] },
  'a merge of several mappings': { text: `d: &d {memory: 1G}\n${app('<<: [*d, {instances: 2}]')}`, problems: [] },
  'a colon in front of what cf drops': { text: `x-y: &y {z: ":z"}\n${app()}`, problems: [] },
  'aliases that do not': {
    text: `d: &d\n${'  - x\n'.repeat(50)}x-l:\n${'  - *d\n'.repeat(60)}${app()}`,
    problems: [],
  },
});
