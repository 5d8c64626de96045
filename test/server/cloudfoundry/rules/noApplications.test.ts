import { describeProblems } from '../../problems';

describeProblems('no-applications', {
  'an empty file': { text: '# nothing\n', problems: ['error # nothing|at least one application'] },
  'an empty document, told once': { text: '---\n', problems: ['error ---|at least one application'] },
});
