import { app, describeProblems } from '../../problems';

describeProblems('tag', {
  'a tag that does not fit': {
    text: app('instances: !!int two'),
    problems: ['error two|wants an integer'],
  },
});
