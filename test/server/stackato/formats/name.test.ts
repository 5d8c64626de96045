import { describeStackatoProblems } from '../../problems';

describeStackatoProblems('name', {
  'a name the server refuses': {
    text: 'name: Bulletin Board\n',
    problems: ['warning Bulletin Board|letters, digits and dashes'],
  },
});
