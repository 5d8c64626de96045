import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('worker-url', {
  'standalone with a URL': {
    text: a('framework: standalone', 'command: x', 'url: y.z'),
    problems: ['error y.z|cannot have a URL'],
  },
});
