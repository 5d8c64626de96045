import { app, describeProblems } from '../problems';

describeProblems('buildpack-and-buildpacks', {
  'buildpack and buildpacks': {
    text: app('buildpack: a', 'buildpacks: [b]'),
    problems: ['error buildpack|used together', 'information buildpack|deprecated'],
  },
});
