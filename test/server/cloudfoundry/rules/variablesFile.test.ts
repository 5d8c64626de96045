import { decode } from '../../../../server/src/base/utf8';
import { app, describeProblems } from '../../problems';

const latin1 = decode(Buffer.from('size: 1G\nname: caf\xe9\n', 'latin1'));

describeProblems('variables-file', {
  'a file that is not UTF-8': {
    text: app('memory: ((size))'),
    files: { 'vars.yml': latin1 },
    problems: ['information size|vars.yml, line 2: the file is not utf-8: byte 19 is 0xe9'],
  },
  'a file that is no mapping': {
    text: app('memory: 1G', 'env: {A: ((size))}'),
    files: { 'vars.yml': '- size: 1G\n' },
    problems: ['information size|line 1: It must hold a mapping', 'warning size|not in vars.yml'],
  },
  'nothing of an empty file': {
    text: app('memory: 1G', 'env: {A: ((size))}'),
    files: { 'vars.yml': '---\n' },
    problems: ['warning size|not in vars.yml'],
  },
  'a file nobody needs': { text: app('memory: 1G'), files: { 'vars.yml': '- a\n' }, problems: [] },
});
