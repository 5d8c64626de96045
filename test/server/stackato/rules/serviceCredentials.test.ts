import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('service-credentials', {
  'credentials of a user-provided one': {
    text: a('services:', '  x: {label: user-provided}'),
    problems: ['error x|Credentials are missing'],
  },
});
