import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('both-spellings', {
  'both spellings of a key': {
    text: a('mem: 64M', 'memory: 128M', 'disk: 1G', 'disk_quota: 2G'),
    problems: ['information memory|no effect beside `mem`', 'information disk|no effect beside `disk_quota`'],
  },
});
