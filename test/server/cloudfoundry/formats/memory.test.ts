import { app, describeProblems } from '../../problems';

describeProblems('memory', {
  'a merge in quotes': {
    text: `d: &d {memory: 1X}\n${app('"<<": *d')}`,
    problems: ['error 1X|not a unit'],
  },
  'problems of a shared block, once': {
    text: `d: &d\n  memory: 1024\n${app('<<: *d')}- name: other\n  <<: *d\n`,
    problems: ['error 1024|lacks a unit'],
  },
  'blanks in a variable': { text: app('memory: (( size ))'), problems: ['error (( size ))|Write `((size))`'] },
  'a variable that is not closed': { text: app('memory: ((size)'), problems: ['error ((size)|Write `((size))`'] },
});
