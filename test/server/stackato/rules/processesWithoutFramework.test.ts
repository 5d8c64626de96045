import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('processes-without-framework', {
  'processes beside a buildpack': {
    text: a('buildpack: https://x.example.com/bp', 'processes: {web: run}'),
    problems: ['information web|legacy buildpack'],
  },
});
