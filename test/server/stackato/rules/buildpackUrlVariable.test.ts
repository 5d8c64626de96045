import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('buildpack-url-variable', {
  'the buildpack of Stackato 2': {
    text: a('env: {BUILDPACK_URL: "https://x.example.com/bp"}'),
    problems: ['warning BUILDPACK_URL|`buildpack:`'],
  },
});
