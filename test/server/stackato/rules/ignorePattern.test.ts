import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('ignore-pattern', {
  'patterns of a .gitignore': {
    text: a('ignores: ["!keep", "a/**"]'),
    problems: ['information "!keep"|negation', 'information "a/**"|no more than'],
  },
});
