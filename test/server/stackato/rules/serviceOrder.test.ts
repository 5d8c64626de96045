import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('service-order', {
  'the old order': { text: a('services:', '  mysql: db'), problems: ['warning mysql: db|Swap'] },
  'the new order, also when the name looks like a type': {
    text: a('services:', '  db: mysql', '  redis: redis'),
    problems: [],
  },
});
