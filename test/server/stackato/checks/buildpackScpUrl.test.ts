import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('buildpack-scp-url', {
  'a form that is refused': {
    text: a('buildpack: git@github.com:o/r.git'),
    problems: ['error git@github.com:o/r.git|not a URL'],
  },
  none: { text: a('buildpack: ~'), problems: [] },
  'metacharacters in hooks': {
    text: a('hooks:', '  post-staging:', '  - "a && b | c > d; $(e) `f` {g,h}"'),
    problems: [],
  },
});
