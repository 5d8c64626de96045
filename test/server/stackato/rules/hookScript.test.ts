import { describeStackatoProblems } from '../../problems';

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

describeStackatoProblems('hook-script', {
  'a script that is not there': {
    text: a('hooks:', '  pre-staging:', '  - sh setpu.sh && make'),
    files: { 'setup.sh': '#!/bin/sh\n' },
    problems: ['warning setpu.sh|not among the files'],
  },
  'a script that the buildpack may have made': {
    text: a('hooks:', '  post-staging: ./out/run'),
    files: { 'setup.sh': '#!/bin/sh\n' },
    problems: ['information ./out/run|not among the files'],
  },
  'no first line': {
    text: a('hooks:', '  pre-staging: ./run'),
    files: { run: 'make\n' },
    problems: ['information ./run|no first line'],
  },
  'Windows line ends': {
    text: a('hooks:', '  pre-staging: [./run, sh run]'),
    files: { run: '#!/bin/sh\r\nmake\r\n' },
    problems: ['warning ./run|a program `/bin/sh\\r`', 'warning run|part of each command'],
  },
  'behind a dash': {
    text: a('hooks:', '  pre-staging: ["-sh no.sh"]'),
    files: { run: '' },
    problems: ['warning no.sh|not among the files'],
  },
  'pre-push as a list': { text: a('hooks:', '  pre-push:', '  - make all'), problems: [] },
  'other hooks as a single text': { text: a('hooks:', '  pre-staging: make all'), problems: [] },
  'a manifest without its application': { text: a('hooks:', '  pre-staging: sh setup.sh'), problems: [] },
  'a script in the folder of the application': {
    text: 'applications:\n  web:\n    name: a\n    stackato: {hooks: {pre-staging: ./run}}\n',
    files: { 'web/run': '#!/bin/sh\n' },
    problems: [],
  },
});
