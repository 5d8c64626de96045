import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('autoscale-bounds', {
  'maximum below minimum': {
    text: a('autoscale: {instances: {min: 4, max: 2}}'),
    problems: ['error 2|less than its minimum'],
  },
});
