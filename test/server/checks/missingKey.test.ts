import { app, describeProblems, describeStackatoProblems } from '../problems';

describeProblems('missing-key', {
  'no applications': { text: 'memory: 1G\nbuildpacks: []\n', problems: ['error memory|needs `applications`'] },
  'applications, mistyped': {
    text: 'Applications:\n- name: a\n',
    problems: ['error Applications|needs `applications`, not `Applications`'],
  },
  'another style in a nested mapping': {
    text: app('sidecars:', '- name: s', '  command: c', '  process-types: [web]'),
    problems: [
      'error name|needs `process_types`; is it mistyped?',
      'warning process-types|Did you mean `process_types`?',
    ],
  },
  'docker without image': { text: app('docker: {username: me}'), problems: ['error docker|needs `image`'] },
  'a process without a type': { text: app('processes:', '- command: x'), problems: ['error command|needs `type`'] },
});

describeStackatoProblems('missing-key of Stackato', {
  'an entry of a list without one': { text: 'applications:\n- mem: 64M\n', problems: ['error mem|needs `name`'] },
  'an entry of a map without one': {
    text: 'applications:\n  web:\n    mem: 64M\n',
    problems: ['error web|needs `name`'],
  },
});
