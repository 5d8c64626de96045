import { app, describeProblems, describeValues, fine } from '../../problems';

describeProblems('memory', {
  'a merge in quotes': {
    text: `d: &d {memory: 1X}\n${app('"<<": *d')}`,
    problems: ['error 1X|not a unit'],
  },
  'problems of a shared block, once': {
    text: `d: &d\n  memory: 1024\n${app('<<: *d')}- name: other\n  <<: *d\n`,
    problems: ['error 1024|lacks a unit'],
  },
  'blanks in a variable': { text: app('memory: (( size ))'), problems: ['error (( size ))|Write `((size))`'] },
  'a variable that is not closed': { text: app('memory: ((size)'), problems: ['error ((size)|Write `((size))`'] },
});

describeValues('memory', {
  ...fine(
    '512M',
    '1G',
    '1.5G',
    '1t',
    '2gb',
    '1GiB',
    '1024KiB',
    '1048576B',
    '"512M"',
    '((size))',
    '((n))G',
    '~',
    "'1G '",
    '"1G\\n12"',
  ),
  '1024': ['error 1024|lacks a unit: write `1024M`'],
  '0': ['error 0|lacks a unit'],
  '1 G': ['error 1 G|no space'],
  nO: ['information nO|is `nO`, which is as if it were not given'],
  "' 1G'": ["error ' 1G'|begins with a blank"],
  '1G\u00a0': ['error 1G\u00a0|U+00A0'],
  '512 megabytes': ['error 512 megabytes|`megabytes` is not a unit'],
  '512X': ['error 512X|use B, K, M, G or T'],
  '1P': ['error 1P|not a unit'],
  '.5G': ['error .5G|not a number'],
  '+1G': ['error +1G|not a number'],
  '1.G': ['error 1.G|not a unit'],
  much: ['error much|not a number'],
  '512K': ['error 512K|less than 1 MB'],
  '-1G': ['error -1G|greater than 0 MB'],
  '[1G]': ['error [1G]|must be a string'],
});
