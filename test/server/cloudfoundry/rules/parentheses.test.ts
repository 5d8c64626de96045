import { app, describeProblems } from '../../problems';

describeProblems('parentheses', {
  'shell arithmetic': { text: app('command: echo $((count))'), problems: ['warning $((count))|for a variable'] },
  'blanks in a variable where any text may stand': {
    text: app('env: {A: (( size ))}'),
    problems: ['warning (( size ))|Write `((size))`'],
  },
  'shell arithmetic with blanks': { text: app('command: echo $((count + 1))'), problems: [] },
});
