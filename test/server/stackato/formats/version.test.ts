import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('version', {
  'version numbers': { text: a('min_version: {client: 3.2b1, server: v3}'), problems: ['error v3|version number'] },
});
