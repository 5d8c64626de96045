import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('boolean', {
  booleans: { text: a('sso-enabled: maybe', 'no-route: On'), problems: ['error maybe|boolean'] },
});
