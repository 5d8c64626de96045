import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('unknown-symbol', {
  "the shell's": { text: a('command: run ${PORT}'), problems: ['error ${PORT}|write `$PORT`'] },
  "the shell's with a default": {
    text: a('command: run ${PORT:-80}'),
    problems: ['error ${PORT:-80}|into a script'],
  },
  'an old spelling': { text: a('mem: 64M', 'command: ${mem}'), problems: ['error ${mem}|`${memory}`'] },
  'a mistyped one': { text: a('url: ${nmae}.x'), problems: ['error ${nmae}|properties'] },
  'variables cannot name each other': {
    text: a('env: {A: x, B: "${A}"}'),
    problems: ['error ${A}|never reaches the shell'],
  },
  'in a folded text': { text: a('command: >', '  one', '  ${NO}'), problems: ['error ${NO}|never reaches'] },
  'known ones': {
    text: a(
      'url: ${name}.${target-base}',
      'services:',
      '  ${name}-db: mysql',
      'command: run ${random-word} ${ask Why}',
    ),
    problems: [],
  },
  'the shell without braces': { text: a('command: run $PORT $(date) `date`'), problems: [] },
  'in another file of the chain': {
    text: 'inherit: base.yml\nname: a\ncommand: ${tier}\n',
    files: { 'base.yml': 'properties: {tier: gold}\n' },
    problems: [],
  },
});
