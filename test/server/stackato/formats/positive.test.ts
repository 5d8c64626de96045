import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('positive', {
  'a timeout with a unit': { text: a('timeout: 3m'), problems: ['error 3m|without a unit'] },
  'autoscale instances': { text: a('autoscale: {instances: {min: 0, max: 0x10}}'), problems: ['error 0|>= 1'] },
});
