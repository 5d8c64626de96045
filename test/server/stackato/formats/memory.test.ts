import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('memory', {
  'a size with the wrong unit': { text: a('mem: 512K'), problems: ['error 512K|no memory size'] },
  'decimals without G': { text: a('mem: 1.5'), problems: ['error 1.5|only G takes decimals'] },
  'MB is a hint': { text: a('mem: 256MB'), problems: ['hint 256MB|takes `256M`'] },
  'sizes of memory': { text: a('mem: 1.5G', 'disk: 768'), problems: [] },
});
