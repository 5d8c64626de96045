import { app, describeProblems } from '../problems';

describeProblems('several-documents', {
  'several documents': { text: `${app()}---\na: b\n`, problems: ['warning ---|ignored without a word'] },
});
