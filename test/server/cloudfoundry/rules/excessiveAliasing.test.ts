import { app, describeProblems } from '../../problems';

describeProblems('excessive-aliasing', {
  'aliases that multiply the file': {
    text: `d: &d\n${'  - x\n'.repeat(600)}x-l:\n${'  - *d\n'.repeat(150)}${app()}`,
    problems: ['error *d|excessive aliasing'],
  },
});
