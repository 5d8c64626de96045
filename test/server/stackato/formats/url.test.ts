import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('url', {
  'a URL with scheme': {
    text: a('url: http://a.example.com'),
    problems: ['warning http://a.example.com|without its scheme'],
  },
});
