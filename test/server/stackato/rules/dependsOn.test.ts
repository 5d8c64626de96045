import { describeStackatoProblems } from '../../problems';

describeStackatoProblems('depends-on', {
  'by name in a map': {
    text: 'applications:\n  web: {name: a, depends-on: b}\n  job: {name: b}\n',
    problems: ['error b|the folder counts'],
  },
  'a mistyped one': {
    text: 'applications:\n- name: web\n  depends-on: [wrker]\n- name: worker\n',
    problems: ['error wrker|Did you mean `worker`'],
  },
  'a circle': {
    text: 'applications:\n- name: a\n  depends-on: b\n- name: b\n  depends-on: a\n',
    problems: ['error b|a → b → a'],
  },
  'by name in a list': {
    text: 'applications:\n- name: a\n  depends-on: b c\n- name: b\n- name: c\n',
    problems: [],
  },
  'by folder in a map': {
    text: 'applications:\n  web: {name: a, depends-on: job}\n  job: {name: b}\n',
    problems: [],
  },
});
