import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('circular-symbol', {
  'a circle': {
    text: a('properties: {x: "${y}", y: "${x}"}', 'command: ${x}'),
    problems: ['error ${y}|Circular'],
  },
});
