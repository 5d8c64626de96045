import { app, describeProblems } from '../../problems';

describeProblems('sidecar-memory', {
  'sidecars as large as their process': {
    text: app('memory: 512M', 'sidecars:', '- {name: s, command: c, process_types: [web], memory: 512}'),
    problems: ['error 512|less than their process'],
  },
});
