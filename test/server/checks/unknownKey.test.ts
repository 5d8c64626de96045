import { app, describeProblems, describeStackatoProblems } from '../problems';

describeProblems('unknown-key', {
  'a mistyped key': { text: app('memori: 1G'), problems: ['warning memori|Did you mean `memory`?'] },
  'another style': { text: app('Health-Check-Type: port', 'diskQuota: 1G', 'MEMORY: 1G'), problems: [] },
  'a variable as a key': { text: app('((key)): x'), problems: [] },
});

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('unknown-key of Stackato', {
  'a mistyped key': { text: a('instance: 1'), problems: ['warning instance|Did you mean `instances`'] },
  'an illegal version key': { text: a('min_version: {api: 2}'), problems: ['error api|refuses'] },
  'an unknown attribute': {
    text: a('services:', '  db: {type: mysql, size: 1}'),
    problems: ['warning size|unknown'],
  },
  'an unknown attribute (variables)': {
    text: a('env:', '  A: {default: x, descr: y}'),
    problems: ['error descr|refuses'],
  },
  'an unknown hook': { text: a('hooks:', '  post-running: x'), problems: ['warning post-running|unknown'] },
});
