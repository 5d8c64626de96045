import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('percentage', {
  percentages: {
    text: a('autoscale: {cpu: {min: 101, max: 80%}}'),
    problems: ['error 101|0 and 100', 'error 80%|without `%`'],
  },
});
