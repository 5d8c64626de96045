import { app, describeProblems } from '../../problems';

describeProblems('top-level-key', {
  'keys of one’s own at the top': {
    text: `x-team: a\nteam: a\n${app()}`,
    problems: ['information team|ignored'],
  },
  'an entry of a list without the blank behind its dash': {
    text: `${app()}-route: a.example.com\n`,
    problems: ['warning -route|A blank is missing'],
  },
});
