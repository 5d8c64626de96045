import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('pre-push', {
  'pre-push as a single text': {
    text: a('hooks:', '  pre-push: make all'),
    problems: ['warning make all|runs `make`, then `all`'],
  },
  'a dash in pre-push': {
    text: a('hooks:', '  pre-push: ["-make"]'),
    problems: ['information "-make"|means nothing'],
  },
});
