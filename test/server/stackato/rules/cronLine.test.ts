import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('cron-line', {
  'lines of a crontab': {
    text: a('cron:', '- A=b', '- 0 * * * * run', '- "@daily run"', '- "* * * run"'),
    problems: ['information "* * * run"|five fields'],
  },
});
