import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('early-symbol', {
  'where it comes too late': {
    text: a('timeout: ${t}', 't: 5'),
    problems: ['error ${t}|before it replaces', 'warning t|unknown'],
  },
});
