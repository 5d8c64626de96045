import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('war-unpacking', {
  'unpacking switched off': { text: a('framework: php', 'force-war-unpacking: no'), problems: ['error no|needs'] },
});
