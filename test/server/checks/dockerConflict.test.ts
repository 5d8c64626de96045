import { app, describeProblems } from '../problems';

describeProblems('docker-conflict', {
  'docker and buildpacks': {
    text: app('buildpacks: [a]', 'docker: {image: x/y}'),
    problems: ['error docker|both `docker` and `buildpacks`'],
  },
  'docker and path': { text: app('path: .', 'docker: {image: x/y}'), problems: ['warning path|no effect'] },
});
