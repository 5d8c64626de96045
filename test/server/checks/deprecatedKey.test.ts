import { app, describeProblems, describeStackatoProblems } from '../problems';

describeProblems('deprecated-key', {
  'the deprecated buildpack': {
    text: app('buildpack: java_buildpack'),
    problems: ['information buildpack|deprecated'],
  },
});

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('deprecated-key of Stackato', {
  'a crashing spelling': { text: a('placementzone: x'), problems: ['information placementzone|crashes'] },
});
