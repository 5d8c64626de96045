import { app, describeProblems } from '../../problems';

describeProblems('docker-image', {
  'a docker image with a scheme': {
    text: app('docker: {image: "https://example.com/a"}'),
    problems: ['error "https://example.com/a"|no scheme'],
  },
});
