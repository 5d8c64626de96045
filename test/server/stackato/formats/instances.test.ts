import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('instances', {
  'number of instances': { text: a('instances: two'), problems: ['error two|integer'] },
});
