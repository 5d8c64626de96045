import { app, assertProblems, problemsIn } from './problems';
import assert from 'node:assert/strict';

interface Case {
  text: string;
  problems: string[];
  files?: Record<string, string>;
}

/** By what the case shows. */
const cases: Record<string, Record<string, Case>> = {
  'the document': {
    'an empty file': { text: '# nothing\n', problems: ['error # nothing|at least one application'] },
    'no applications': { text: 'memory: 1G\nbuildpacks: []\n', problems: ['error memory|needs `applications`'] },
    'a mapping on the line of its key': {
      text: `d: &d memory: 1G\n${app()}`,
      problems: ['error : 1G|on its own line'],
    },
    'a colon without a key': { text: app(': b'), problems: ['error : b|key is missing'] },
    'a strange name of an anchor': { text: app('command: &a.b c'), problems: ['error &a.b c|name of an anchor'] },
    'applications, mistyped': {
      text: 'Applications:\n- name: a\n',
      problems: ['error Applications|needs `applications`, not `Applications`'],
    },
    'an empty list': { text: 'applications: []\n', problems: ['error []|at least 1 entry'] },
    'a list at the top': { text: '- name: a\n', problems: ['error - name: a|must be a mapping'] },
    'several documents': { text: `${app()}---\na: b\n`, problems: ['warning ---|ignored without a word'] },
    'a trailing marker': { text: `${app()}---\n`, problems: [] },
    'keys of one’s own at the top': {
      text: `x-team: a\nteam: a\n${app()}`,
      problems: ['information team|ignored'],
    },
    'variables at the top that are none of BOSH’s': {
      text: `variables: {size: 1G}\n${app()}`,
      problems: ['error variables|definitions of BOSH'],
    },
    'variables at the top that cf makes no values for': {
      text: `variables:\n- name: key\n  type: rsa\n${app()}`,
      problems: ['warning key|a push without `--var key=…`'],
    },
    'a holder of anchors at the top': { text: `common: &c\n  memory: 1G\n${app('<<: *c')}`, problems: [] },
    'old attributes at the top': { text: `memory: 1G\n${app()}`, problems: ['warning memory|ignored without a word'] },
    'an attribute at the top that holds an anchor': { text: `env: &env\n  A: b\n${app('env: *env')}`, problems: [] },
  },
  names: {
    'a single application without a name': {
      text: 'applications:\n- memory: 1G\n',
      problems: ['information memory|no `name`'],
    },
    'one of several without a name': { text: `${app()}- memory: 1G\n`, problems: ['error memory|no `name`'] },
    'a name that YAML reads as a boolean': {
      text: 'applications:\n- name: on\n',
      problems: ['warning on|called `true`'],
    },
    'a name that cannot be a host': {
      text: 'applications:\n- name: my app\n',
      problems: ['warning my app|host of the default route'],
    },
    'a name that need not be a host': {
      text: 'applications:\n- name: my app\n  no-route: true\n  health-check-type: process\n',
      problems: [],
    },
  },
  duplicates: {
    keys: { text: app('memory: 1G', 'memory: 2G'), problems: ['warning memory|already given above'] },
    'keys in two styles': {
      text: app('disk_quota: 1G', 'disk-quota: 2G'),
      problems: ['error disk-quota|same attribute'],
    },
    applications: { text: `${app()}- name: my-app\n`, problems: ['warning my-app|replaces the earlier'] },
    processes: { text: app('processes:', '- type: web', '- type: web'), problems: ['error web|only be present once'] },
    routes: {
      text: app('routes:', '- route: a.example.com', '- route: a.example.com'),
      problems: ['warning a.example.com|already listed'],
    },
    services: { text: app('services:', '- db', '- name: db'), problems: ['information db|already bound'] },
    sidecars: {
      text: app(
        'sidecars:',
        '- {name: s, command: c, process_types: [web]}',
        '- {name: s, command: d, process_types: [web]}',
      ),
      problems: ['warning s|overwrites the earlier'],
    },
  },
  keys: {
    'a mistyped key': { text: app('memori: 1G'), problems: ['warning memori|Did you mean `memory`?'] },
    'another style': { text: app('Health-Check-Type: port', 'diskQuota: 1G', 'MEMORY: 1G'), problems: [] },
    'another style in a nested mapping': {
      text: app('sidecars:', '- name: s', '  command: c', '  process-types: [web]'),
      problems: [
        'error name|needs `process_types`; is it mistyped?',
        'warning process-types|Did you mean `process_types`?',
      ],
    },
    'the deprecated buildpack': {
      text: app('buildpack: java_buildpack'),
      problems: ['information buildpack|deprecated'],
    },
    'old routing keys': {
      text: app('host: a', 'domain: b.c'),
      problems: ['warning host|ignored', 'warning domain|ignored'],
    },
    'health-check-timeout of a process': {
      text: app('processes:', '- type: worker', '  health-check-timeout: 5'),
      problems: ['error health-check-timeout|`timeout`'],
    },
    'a variable as a key': { text: app('((key)): x'), problems: [] },
    'templates without quotes': {
      text: 'applications:\n- name: {{ name }}\n',
      problems: ['error {{ name }}|cannot be a key'],
    },
  },
  'docker and lifecycles': {
    'docker and buildpacks': {
      text: app('buildpacks: [a]', 'docker: {image: x/y}'),
      problems: ['error docker|both `docker` and `buildpacks`'],
    },
    'docker and path': { text: app('path: .', 'docker: {image: x/y}'), problems: ['warning path|no effect'] },
    'docker without image': { text: app('docker: {username: me}'), problems: ['error docker|needs `image`'] },
    'buildpack and buildpacks': {
      text: app('buildpack: a', 'buildpacks: [b]'),
      problems: ['error buildpack|used together', 'information buildpack|deprecated'],
    },
    'credentials without cnb': {
      text: app('cnb-credentials: {example.com: {token: x}}'),
      problems: ['warning cnb-credentials|without `lifecycle: cnb`'],
    },
    'a docker image with a scheme': {
      text: app('docker: {image: "https://example.com/a"}'),
      problems: ['error "https://example.com/a"|no scheme'],
    },
  },
  'health checks': {
    'endpoint and another type': {
      text: app('health-check-type: port', 'health-check-http-endpoint: /health'),
      problems: ['error health-check-http-endpoint|must be `http`'],
    },
    'endpoint without a type': {
      text: app('health-check-http-endpoint: /health'),
      problems: ['warning health-check-http-endpoint|no effect without'],
    },
    'the type comes from a merge': {
      text: `d: &d\n  health-check-type: http\n${app('<<: *d', 'health-check-http-endpoint: /health')}`,
      problems: [],
    },
    'readiness of a process': {
      text: app(
        'processes:',
        '- type: worker',
        '  readiness-health-check-type: process',
        '  readiness-health-check-http-endpoint: /x',
      ),
      problems: ['error readiness-health-check-http-endpoint|must be `http`'],
    },
    'endpoint that is no path': {
      text: app('health-check-type: http', 'health-check-http-endpoint: health'),
      problems: ['error health|starts with one `/`'],
    },
  },
  'processes and sidecars': {
    'a web process takes all process attributes away': {
      text: app('memory: 1G', 'instances: -1', 'processes:', '- type: web', '  disk_quota: 1G'),
      problems: ['warning memory|no effect here', 'warning instances|no effect here'],
    },
    'another process does not': { text: app('memory: 1G', 'processes:', '- type: worker'), problems: [] },
    'a process without a type': { text: app('processes:', '- command: x'), problems: ['error command|needs `type`'] },
    'sidecars as large as their process': {
      text: app('memory: 512M', 'sidecars:', '- {name: s, command: c, process_types: [web], memory: 512}'),
      problems: ['error 512|less than their process'],
    },
    'sidecars with room': {
      text: app('memory: 512M', 'sidecars:', '- {name: s, command: c, process_types: [web], memory: 256M}'),
      problems: [],
    },
    'sidecar without process types': {
      text: app('sidecars:', '- name: s', '  command: c', '  process_types: []'),
      problems: ['error []|at least 1 entry'],
    },
  },
  'route-key-spelling': {
    'cf does not see it': { text: app('random_route: true'), problems: ['error random_route|by this spelling only'] },
    'nothing is switched on': { text: app('random_route: false'), problems: [] },
    'no route at all': {
      text: app('random_route: true', 'no-route: true', 'health-check-type: process'),
      problems: ['warning random_route|ignored'],
    },
  },
  routing: {
    'random and default': {
      text: app('random-route: true', 'default-route: true'),
      problems: ['error random-route|may not be used together'],
    },
    'random and listed': {
      text: app('random-route: true', 'routes:', '- route: a.example.com'),
      problems: ['warning random-route|ignored'],
    },
    'none and listed': {
      text: app('no-route: yes', 'health-check-type: process', 'routes:', '- route: a.example.com'),
      problems: ['warning routes|ignored'],
    },
    'none, but checked by its port': {
      text: app('no-route: true'),
      problems: ['information no-route|health-check-type: process'],
    },
    'switched off': { text: app('no-route: false', 'random-route: no', 'default-route: true'), problems: [] },
  },
  'anchors and merges': {
    'an alias without an anchor': {
      text: `defaults: &defaults {memory: 1G}\n${app('<<: *default')}`,
      problems: ['error *default|Did you mean `*defaults`?'],
    },
    'an alias inside its anchor': { text: app('env: &e', '  A: *e'), problems: ['error *e|never end'] },
    'a merge below a key it overwrites': {
      text: `d: &d\n  memory: 1G\n${app('memory: 3G', '<<: *d')}`,
      problems: ['warning memory|overwritten by the `<<` below', 'information <<: *d|overwrites `memory`'],
    },
    'a merge above': { text: `d: &d\n  memory: 1G\n${app('<<: *d', 'memory: 3G')}`, problems: [] },
    'a merge of text': { text: app('<<: defaults'), problems: ['error defaults|merges mappings only'] },
    'a merge of an aliased list': {
      text: `d: &d {memory: 1G}\nl: &l [*d]\n${app('<<: *l')}`,
      problems: ['error *l|merges mappings only'],
    },
    'a merge of a list in a list': {
      text: `d: &d {memory: 1G}\nl: &l [*d]\n${app('<<: [*l]')}`,
      problems: ['error [*l]|merges mappings only'],
    },
    'a merge of several mappings': { text: `d: &d {memory: 1G}\n${app('<<: [*d, {instances: 2}]')}`, problems: [] },
    'a merge in quotes': {
      text: `d: &d {memory: 1X}\n${app('"<<": *d')}`,
      problems: ['error 1X|not a unit'],
    },
    'a tag that does not fit': {
      text: app('instances: !!int two'),
      problems: ['error two|wants an integer'],
    },
    'a colon in front of a text': {
      text: app('command: ":x"', 'env:', '  A: [b, ":c"]', '  :d: e'),
      problems: [
        'error ":x"|begins with a colon',
        'warning [b, ":c"]|',
        'error ":c"|begins with a colon',
        'error :d|begins with a colon',
      ],
    },
    'a colon in front of what cf drops': { text: `x-y: &y {z: ":z"}\n${app()}`, problems: [] },
    'a time without a zone': {
      text: app('env: {A: "2001-12-14T21:59:43"}'),
      problems: ['error "2001-12-14T21:59:43"|Write its zone'],
    },
    'a day there is none': { text: app('env: {A: 2001-02-30}'), problems: ['error 2001-02-30|no day'] },
    'aliases that multiply the file': {
      text: `d: &d\n${'  - x\n'.repeat(600)}x-l:\n${'  - *d\n'.repeat(150)}${app()}`,
      problems: ['error *d|excessive aliasing'],
    },
    'aliases that do not': {
      text: `d: &d\n${'  - x\n'.repeat(50)}x-l:\n${'  - *d\n'.repeat(60)}${app()}`,
      problems: [],
    },
    'problems of a shared block, once': {
      text: `d: &d\n  memory: 1024\n${app('<<: *d')}- name: other\n  <<: *d\n`,
      problems: ['error 1024|lacks a unit'],
    },
  },
  parentheses: {
    'shell arithmetic': { text: app('command: echo $((count))'), problems: ['warning $((count))|for a variable'] },
    'shell arithmetic with blanks': { text: app('command: echo $((count + 1))'), problems: [] },
    'blanks in a variable': { text: app('memory: (( size ))'), problems: ['error (( size ))|Write `((size))`'] },
    'blanks in a variable where any text may stand': {
      text: app('env: {A: (( size ))}'),
      problems: ['warning (( size ))|Write `((size))`'],
    },
    'a variable that is not closed': { text: app('memory: ((size)'), problems: ['error ((size)|Write `((size))`'] },
  },
  variables: {
    'missing in the file beside': {
      text: app('memory: ((size))', 'instances: ((number))'),
      files: { 'vars.yml': 'size: 1G\n' },
      problems: ['warning number|not in vars.yml'],
    },
    'found by a path': { text: app('memory: ((web.size))'), files: { 'vars.yml': 'web: {size: 1G}\n' }, problems: [] },
    'a value that is refused': {
      text: app('memory: ((size))', 'instances: ((number))', 'services: ((services))', 'stack: ((stack))'),
      files: { 'vars.yml': 'size: 512\nnumber: "2"\nservices: {db: mine}\nstack: cflinuxfs4\n' },
      problems: [
        'information ((size))|stands for `512` in vars.yml. `512` lacks a unit',
        'information ((number))|stands for `"2"` in vars.yml. `instances` must be a number without quotes',
        'information ((services))|stands for a mapping in vars.yml. `services` must be a list',
      ],
    },
    'a value inside a longer text': {
      text: app('memory: ((n))Gx', 'routes:', '- route: ((hosts)).example.com', '- route: ((host)).example.com:80'),
      files: { 'vars.yml': 'n: 1\nhosts: [a, b]\nhost: a_b\n' },
      problems: [
        'information ((n))Gx|With vars.yml this is `1Gx`. `Gx` is not a unit',
        'information ((hosts)).example.com|is a list in vars.yml: inside a longer text',
        'information ((host)).example.com:80|HTTP 500',
      ],
    },
    'no vars file': { text: app('memory: ((size))'), problems: [] },
  },
  paths: {
    'a missing folder': {
      text: app('path: dist'),
      files: { 'manifest.yml': '' },
      problems: ['information dist|There is no `dist`'],
    },
    'a folder that is there': { text: app('path: dist'), files: { 'dist/index.html': '' }, problems: [] },
  },
};

describe('rules for Cloud Foundry manifests', () => {
  for (const [about, group] of Object.entries(cases)) {
    describe(about, () => {
      for (const [what, { text, problems, files }] of Object.entries(group)) {
        it(what, () => assertProblems(text, problems, { files }));
      }
    });
  }

  it('severity of a rule is a setting', () => {
    const text = app('memori: 1G', 'memory: 5');
    assert.deepEqual(
      problemsIn(text, { rules: { 'unknown-key': 'off', memory: 'hint' } }).map(
        ({ severity, code }) => `${severity} ${code}`,
      ),
      ['hint memory'],
    );
  });

  it('every problem tells its code and page', () => {
    for (const { code } of problemsIn(app('memori: 1G', 'random-route: true', 'default-route: true')))
      assert.match(code, /^[a-z-]+$/);
  });
});
