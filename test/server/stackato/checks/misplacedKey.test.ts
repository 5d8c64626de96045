import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('misplaced-key', {
  'path at the top level': { text: a('path: x'), problems: ['warning path|app-dir'] },
  'the block at the top level': {
    text: a('stackato:', '  cron: x'),
    problems: ['warning stackato|at the top level'],
  },
  'block keys outside the block': {
    text: 'applications:\n- name: a\n  hooks: {pre-staging: make}\n',
    problems: ['warning hooks|inside the `stackato:` block'],
  },
  'application keys inside the block': {
    text: 'applications:\n- name: a\n  stackato: {buildpack: x}\n',
    problems: ['warning buildpack|outside this block'],
  },
  'framework type in an entry': {
    text: 'applications:\n- name: a\n  framework: {type: php}\n',
    problems: ['warning type|called `name`'],
  },
  'the key that is written but not read': { text: a('drains: {}'), problems: ['warning drains|reads `drain`'] },
  'the block of Helion': { text: 'applications:\n- name: a\n  helion: {ignores: [x]}\n', problems: [] },
  'your own keys': { text: a('properties: {tier: gold}', 'url: ${tier}.x'), problems: [] },
});
