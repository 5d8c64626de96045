// How far values get: only what reaches the platform, or what cf reads itself, can be refused.
import { app, assertProblems } from './problems';

const worker = 'processes: [{type: web}]';

/** By what the case shows. */
const cases: Record<string, Record<string, [text: string, problems: string[]]>> = {
  'what is overwritten is looked at by nobody': {
    'the first of two equal keys': [app('env:', 'env: {A: b}'), ['warning env|already given above']],
    'two lists of applications': [`applications:\n${app()}`, ['warning applications|already given above']],
    'a value that is replaced wherever it is merged': [
      `d: &d\n  health-check-type: foo\n${app('<<: *d', 'health-check-type: port')}`,
      [],
    ],
    'a value that is replaced only once': [
      `d: &d\n  health-check-type: foo\n${app('<<: *d', 'health-check-type: port')}- name: b\n  <<: *d\n`,
      ['error foo|must be'],
    ],
    'what a merge key in quotes brings, beside keys of one’s own': [
      `d: &d {env: {PORT: 1}}\n${app('env: {B: c}', '"<<": *d')}`,
      [],
    ],
  },
  'of two spellings one counts': {
    'the one cf does not know, beside one it reads': [
      app('memory: 1G', 'Memory: 512M'),
      ['warning memory|`Memory` counts, and this is dropped'],
    ],
    'the later in the order of cf’s library': [app('Env: 1', 'env: {A: b}'), ['warning Env|`env` counts']],
    'a dash stands before an underscore': [
      app('health-check-interval: x', 'health_check_interval: 5'),
      ['warning health-check-interval|`health_check_interval` counts'],
    ],
    'cf reads its own all the same': [
      app('memory: [a]', 'Memory: 1G'),
      ['warning memory|counts', 'error [a]|must be a string'],
    ],
    'cf refuses two that it reads': [app('disk_quota: 1G', 'disk-quota: 2G'), ['error disk-quota|refuses both']],
    'unless one is empty': [app('disk_quota: 1G', 'disk-quota: ""'), ['warning disk-quota|`disk_quota` counts']],
  },
  'what cf reads itself and finds empty it leaves out': {
    'a text': [app('health-check-type: ""'), ['warning health-check-type|cf leaves it out']],
    'and it contradicts nothing': [
      app('health-check-type: ""', 'health-check-http-endpoint: /a'),
      ['warning health-check-type|leaves it out', 'warning health-check-http-endpoint|no effect without'],
    ],
    zero: [app('timeout: 0'), ['warning timeout|`timeout` is `0`, and cf leaves it out']],
    'a fraction that is cut off to zero': [app('timeout: 0.5'), ['warning timeout|leaves it out']],
    'but not no instances': [app('instances: 0'), []],
    'nothing, false and empty lists': [app('memory: ~', 'no-route: false', 'processes: []'), []],
    'a version': [`version: 0\n${app()}`, ['warning version|leaves it out']],
    'not in another spelling': [app('health_check_type: ""'), ['error ""|must be `port`']],
    'nothing in another spelling': [app('health_check_type: ~'), ['error health_check_type|must not be empty']],
    'nothing where cf has no type of its own': [
      app('readiness-health-check-type:'),
      ['error readiness-health-check-type|must not be empty'],
    ],
    'no processes in another spelling': [app('Processes: ~'), ['error Processes|must not be empty']],
  },
  'what the platform takes for nothing': {
    'a size': [app('Memory: []'), ['warning Memory|takes that for nothing']],
    'not a size that cf reads': [app('memory: []'), ['error []|must be a string']],
  },
  'above a web process': {
    'the kinds of values': [app('health-check-interval: [a]', worker), ['warning health-check-interval|no effect']],
    values: [app('readiness-health-check-type: x', worker), ['warning readiness-health-check-type|no effect']],
    'but not what cf reads': [app('timeout: x', worker), ['warning timeout|no effect', 'error x|whole number']],
    'nor the form of a size': [app('memory: 5', worker), ['warning memory|no effect', 'error 5|lacks a unit']],
    'which may be too small': [app('memory: 5K', worker), ['warning memory|no effect']],
    'a merged group': [`d: &d {command: [a]}\n${app('<<: *d', worker)}`, ['warning command|no effect']],
    'another type': [app('health-check-interval: x', 'processes: [{type: Web}]'), ['error x|whole number']],
  },
  'integers that cf reads': {
    endless: [app('instances: .inf'), ['error .inf|whole number']],
    'negative after the fraction is cut off': [app('timeout: -1.5'), ['error -1.5|greater than or equal to 1']],
    'in quotes': [app('timeout: "60"'), ['error "60"|without quotes']],
    'in quotes in another spelling': [app('Timeout: "60"'), []],
  },
  'what cf adds': {
    'a default route, where it does not see the random one': [
      app('random_route: true'),
      ['error random_route|adds `default-route: true`'],
    ],
    'not beside one it sees': [app('random-route: true'), []],
    'not where another spelling switches it off': [app('random_route: true', 'default_route: false'), []],
  },
  'what only cf reads': {
    'a path in another spelling': [app('Path: {a: b}'), ['warning Path|reads the folder from `path` only']],
    'an image in another spelling': [app('DOCKER: [x]'), ['warning DOCKER|reads the image from `docker` only']],
    'a stack beside an image': [
      app('Stack: [a]', 'docker: {image: a/b}'),
      ['information Stack|no effect together with `docker`'],
    ],
  },
  texts: {
    'a name that no quotes keep': [app().replace('my-app', '"nO"'), ['error "nO"|without quotes']],
    'a stack that cf makes a text': [app('stack: 4'), []],
    'a command that the platform reads as a number': [
      app('command: "1,000.5"'),
      ['error "1,000.5"|the platform reads a number'],
    ],
    'a boolean that only Ruby knows': [app('no-route: oFF'), ['error oFF|boolean']],
  },
};

describe('how far a value gets', () => {
  for (const [group, inGroup] of Object.entries(cases)) {
    describe(group, () => {
      for (const [what, [text, problems]] of Object.entries(inGroup)) it(what, () => assertProblems(text, problems));
    });
  }
});
