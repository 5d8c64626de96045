import { app, describeProblems } from '../../problems';

describeProblems('top-level-key', {
  'keys of one’s own at the top': {
    text: `x-team: a\nteam: a\n${app()}`,
    problems: ['information team|ignored'],
  },
});
