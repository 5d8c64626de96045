import { app, describeProblems } from '../problems';

describeProblems('ignored-key', {
  'old attributes at the top': { text: `memory: 1G\n${app()}`, problems: ['warning memory|ignored without a word'] },
  'old routing keys': {
    text: app('host: a', 'domain: b.c'),
    problems: ['warning host|ignored', 'warning domain|ignored'],
  },
});
