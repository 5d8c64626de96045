import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('limits', {
  drains: {
    text: a('drain:', '  log: http://x:12345', '  logs: udp://x:514', '  more: {url: "udp://x:12345", json: maybe}'),
    problems: [
      'information log|4 to 25',
      'information http://x:12345|tcp and udp',
      'information udp://x:514|below 10000',
      'information more|two drains',
      'error maybe|boolean',
    ],
  },
  'limits of a server': {
    text: a('mem: 10', 'disk: 3G', 'timeout: 2000'),
    problems: ['information 10|to 20', 'information 3G|2048', 'information 2000|1800'],
  },
});
