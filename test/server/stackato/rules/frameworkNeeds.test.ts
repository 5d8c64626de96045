import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('framework-needs', {
  'generic without a web process': { text: a('framework: generic'), problems: ['warning generic|web'] },
  'standalone without a command': {
    text: a('framework: {type: standalone}'),
    problems: ['error standalone|start command'],
  },
  'a worker without a command': {
    text: a('framework: php', 'processes: {web: ~}'),
    problems: ['information ~|start command'],
  },
  'generic with one': { text: a('framework: generic', 'processes: {web: run}'), problems: [] },
  'standalone without a URL': { text: a('framework: standalone', 'command: x', 'url: []'), problems: [] },
});
