import { app, describeProblems } from '../../problems';

describeProblems('route-key-spelling', {
  'cf does not see it': { text: app('random_route: true'), problems: ['error random_route|by this spelling only'] },
  'nothing is switched on': { text: app('random_route: false'), problems: [] },
});
