// What is told about a stackato.yml, by what the Stackato client and server say about it.
import { assertProblems } from '../problems';

interface Case {
  text: string;
  problems: string[];
  name?: string;
  files?: Record<string, string>;
}

/** A single application called `a` with these lines. */
const a = (...lines: string[]): string => ['name: a', ...lines, ''].join('\n');

const cases: Record<string, Record<string, Case>> = {
  'the name': {
    'an application without one': { text: 'mem: 64M\n', problems: ['error mem|has no name'] },
    'keys at the top level are no defaults': {
      text: 'memory: 256M\napplications:\n- name: a\n',
      problems: ['error memory|no default for them'],
    },
    'an entry of a list without one': { text: 'applications:\n- mem: 64M\n', problems: ['error mem|needs `name`'] },
    'an entry of a map without one': {
      text: 'applications:\n  web:\n    mem: 64M\n',
      problems: ['error web|needs `name`'],
    },
    'a fragment to inherit from': {
      name: 'base.stackato.yml',
      text: '# cf-staging: stackato\nmem: 64M\n',
      problems: [],
    },
    'a name the server refuses': {
      text: 'name: Bulletin Board\n',
      problems: ['warning Bulletin Board|letters, digits and dashes'],
    },
    'numbers and words of YAML are text': { text: 'name: 10\nenv: {A: yes, B: ~, C: 1.10}\n', problems: [] },
    'two applications of one name': {
      text: 'applications:\n- name: a\n- name: a\n',
      problems: ['warning a|silently replaces'],
    },
  },
  'keys and where they belong': {
    'a mistyped key': { text: a('instance: 1'), problems: ['warning instance|Did you mean `instances`'] },
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
    'the block of Helion': { text: 'applications:\n- name: a\n  helion: {ignores: [x]}\n', problems: [] },
    'framework type in an entry': {
      text: 'applications:\n- name: a\n  framework: {type: php}\n',
      problems: ['warning type|called `name`'],
    },
    'a crashing spelling': { text: a('placementzone: x'), problems: ['information placementzone|crashes'] },
    'the key that is written but not read': { text: a('drains: {}'), problems: ['warning drains|reads `drain`'] },
    'both spellings of a key': {
      text: a('mem: 64M', 'memory: 128M', 'disk: 1G', 'disk_quota: 2G'),
      problems: ['information memory|no effect beside `mem`', 'information disk|no effect beside `disk_quota`'],
    },
    'path where the key is the folder': {
      text: 'applications:\n  web:\n    name: a\n    path: x\n',
      problems: ['information path|its key (`web`)'],
    },
    'your own keys': { text: a('properties: {tier: gold}', 'url: ${tier}.x'), problems: [] },
  },
  'kinds of values': {
    'the root is a list': { text: '- name: x\n', problems: ['error - name: x|mapping'] },
    'an empty env': { text: a('env:'), problems: ['error env|must not be empty'] },
    'empty services': { text: a('services:', 'disk:'), problems: [] },
    'services as text': { text: a('services: db'), problems: ['error db|list'] },
    'ignores as text': { text: a('ignores: tmp'), problems: ['error tmp|list'] },
    'a command that YAML reads as a mapping': {
      text: a('hooks:', '  pre-staging:', '  - echo: x'),
      problems: ['error echo: x|string'],
    },
    'framework details only warn': {
      text: a('framework: {type: php, document-root: [x]}'),
      problems: ['warning [x]|string'],
    },
  },
  'grammars of values': {
    'sizes of memory': { text: a('mem: 1.5G', 'disk: 768'), problems: [] },
    'a size with the wrong unit': { text: a('mem: 512K'), problems: ['error 512K|no memory size'] },
    'decimals without G': { text: a('mem: 1.5'), problems: ['error 1.5|only G takes decimals'] },
    'MB is a hint': { text: a('mem: 256MB'), problems: ['hint 256MB|takes `256M`'] },
    booleans: { text: a('sso-enabled: maybe', 'no-route: On'), problems: ['error maybe|boolean'] },
    'a timeout with a unit': { text: a('timeout: 3m'), problems: ['error 3m|without a unit'] },
    percentages: {
      text: a('autoscale: {cpu: {min: 101, max: 80%}}'),
      problems: ['error 101|0 and 100', 'error 80%|without `%`'],
    },
    'autoscale instances': { text: a('autoscale: {instances: {min: 0, max: 0x10}}'), problems: ['error 0|>= 1'] },
    'maximum below minimum': {
      text: a('autoscale: {instances: {min: 4, max: 2}}'),
      problems: ['error 2|less than its minimum'],
    },
    'version numbers': { text: a('min_version: {client: 3.2b1, server: v3}'), problems: ['error v3|version number'] },
    'an illegal version key': { text: a('min_version: {api: 2}'), problems: ['error api|refuses'] },
    'number of instances': { text: a('instances: two'), problems: ['error two|integer'] },
    'a URL with scheme': {
      text: a('url: http://a.example.com'),
      problems: ['warning http://a.example.com|without its scheme'],
    },
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
    'lines of a crontab': {
      text: a('cron:', '- A=b', '- 0 * * * * run', '- "@daily run"', '- "* * * run"'),
      problems: ['information "* * * run"|five fields'],
    },
    'patterns of a .gitignore': {
      text: a('ignores: ["!keep", "a/**"]'),
      problems: ['information "!keep"|negation', 'information "a/**"|no more than'],
    },
  },
  services: {
    'the old order': { text: a('services:', '  mysql: db'), problems: ['warning mysql: db|Swap'] },
    'the new order, also when the name looks like a type': {
      text: a('services:', '  db: mysql', '  redis: redis'),
      problems: [],
    },
    'an unknown attribute': {
      text: a('services:', '  db: {type: mysql, size: 1}'),
      problems: ['warning size|unknown'],
    },
    'credentials of a user-provided one': {
      text: a('services:', '  x: {label: user-provided}'),
      problems: ['error x|Credentials are missing'],
    },
  },
  variables: {
    'neither default nor required': {
      text: a('env:', '  A: {inherit: y}', '  B: {required: y}', '  C: {default: x}'),
      problems: ['error A|neither required'],
    },
    'an unknown attribute': { text: a('env:', '  A: {default: x, descr: y}'), problems: ['error descr|refuses'] },
    'one mistake at a time': {
      text: a('env:', '  A: {default: [x]}', '  B: {required: perhaps}', '  C: {descr: x}'),
      problems: ['error [x]|string', 'error perhaps|boolean', 'error descr|refuses'],
    },
    'hidden choices': {
      text: a('env:', '  A: {default: x, choices: [x], hidden: y}'),
      problems: ['error hidden|cannot stand together'],
    },
    'a default that is no choice': {
      text: a('env:', '  A: {default: z, choices: [x, y]}'),
      problems: ['error z|one of the choices'],
    },
    'choices that are no list': { text: a('env:', '  A: {default: x, choices: x}'), problems: ['error x|list'] },
    'a scope': { text: a('env:', '  A: {default: x, scope: build}'), problems: ['error build|`both`'] },
    'reserved names': { text: a('env: {vcap_x: 1}'), problems: ['warning vcap_x|reserved'] },
    'the buildpack of Stackato 2': {
      text: a('env: {BUILDPACK_URL: "https://x.example.com/bp"}'),
      problems: ['warning BUILDPACK_URL|`buildpack:`'],
    },
    'the buildpack of Stackato 2, as it was': {
      text: a('framework: {type: buildpack}', 'env: {BUILDPACK_URL: "https://x.example.com/bp"}'),
      problems: [],
    },
  },
  frameworks: {
    'generic without a web process': { text: a('framework: generic'), problems: ['warning generic|web'] },
    'generic with one': { text: a('framework: generic', 'processes: {web: run}'), problems: [] },
    'standalone without a command': {
      text: a('framework: {type: standalone}'),
      problems: ['error standalone|start command'],
    },
    'standalone with a URL': {
      text: a('framework: standalone', 'command: x', 'url: y.z'),
      problems: ['error y.z|cannot have a URL'],
    },
    'standalone without a URL': { text: a('framework: standalone', 'command: x', 'url: []'), problems: [] },
    'a worker without a command': {
      text: a('framework: php', 'processes: {web: ~}'),
      problems: ['information ~|start command'],
    },
    'unpacking switched off': { text: a('framework: php', 'force-war-unpacking: no'), problems: ['error no|needs'] },
    'processes beside a buildpack': {
      text: a('buildpack: https://x.example.com/bp', 'processes: {web: run}'),
      problems: ['information web|legacy buildpack'],
    },
    'an image beside a buildpack': {
      text: a('docker_image: x/y', 'buildpack: https://x.example.com/bp'),
      problems: ['error buildpack|cannot stand together'],
    },
  },
  dependencies: {
    'by name in a list': {
      text: 'applications:\n- name: a\n  depends-on: b c\n- name: b\n- name: c\n',
      problems: [],
    },
    'by folder in a map': {
      text: 'applications:\n  web: {name: a, depends-on: job}\n  job: {name: b}\n',
      problems: [],
    },
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
  },
  symbols: {
    'known ones': {
      text: a(
        'url: ${name}.${target-base}',
        'services:',
        '  ${name}-db: mysql',
        'command: run ${random-word} ${ask Why}',
      ),
      problems: [],
    },
    "the shell's": { text: a('command: run ${PORT}'), problems: ['error ${PORT}|write `$PORT`'] },
    "the shell's with a default": {
      text: a('command: run ${PORT:-80}'),
      problems: ['error ${PORT:-80}|into a script'],
    },
    'the shell without braces': { text: a('command: run $PORT $(date) `date`'), problems: [] },
    'an old spelling': { text: a('mem: 64M', 'command: ${mem}'), problems: ['error ${mem}|`${memory}`'] },
    'a mistyped one': { text: a('url: ${nmae}.x'), problems: ['error ${nmae}|properties'] },
    'variables cannot name each other': {
      text: a('env: {A: x, B: "${A}"}'),
      problems: ['error ${A}|never reaches the shell'],
    },
    'a circle': {
      text: a('properties: {x: "${y}", y: "${x}"}', 'command: ${x}'),
      problems: ['error ${y}|Circular'],
    },
    'where it comes too late': {
      text: a('timeout: ${t}', 't: 5'),
      problems: ['error ${t}|before it replaces', 'warning t|unknown'],
    },
    'in a folded text': { text: a('command: >', '  one', '  ${NO}'), problems: ['error ${NO}|never reaches'] },
    'in another file of the chain': {
      text: 'inherit: base.yml\nname: a\ncommand: ${tier}\n',
      files: { 'base.yml': 'properties: {tier: gold}\n' },
      problems: [],
    },
  },
  hooks: {
    'pre-push as a single text': {
      text: a('hooks:', '  pre-push: make all'),
      problems: ['warning make all|runs `make`, then `all`'],
    },
    'pre-push as a list': { text: a('hooks:', '  pre-push:', '  - make all'), problems: [] },
    'other hooks as a single text': { text: a('hooks:', '  pre-staging: make all'), problems: [] },
    'a dash in pre-push': {
      text: a('hooks:', '  pre-push: ["-make"]'),
      problems: ['information "-make"|means nothing'],
    },
    'an unknown hook': { text: a('hooks:', '  post-running: x'), problems: ['warning post-running|unknown'] },
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
    'a manifest without its application': { text: a('hooks:', '  pre-staging: sh setup.sh'), problems: [] },
    'a script in the folder of the application': {
      text: 'applications:\n  web:\n    name: a\n    stackato: {hooks: {pre-staging: ./run}}\n',
      files: { 'web/run': '#!/bin/sh\n' },
      problems: [],
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
  },
  inherit: {
    'a file that is there': { text: a('inherit: base.yml'), files: { 'base.yml': 'name: a\n' }, problems: [] },
    'a missing file': {
      text: a('inherit: no.yml'),
      files: { 'app.js': '' },
      problems: ['error no.yml|does not exist'],
    },
    'a missing file beside a manifest that stands alone': {
      text: a('inherit: no.yml'),
      problems: ['information no.yml|does not exist'],
    },
    'a circle': {
      name: 'stackato.yml',
      text: a('inherit: base.yml'),
      files: { 'base.yml': 'name: a\ninherit: stackato.yml\n' },
      problems: [],
    },
    itself: { text: a('inherit: stackato.yml'), problems: ['error stackato.yml|Circular'] },
    'a symbol in the path': { text: a('inherit: ${name}.yml'), problems: ['error ${name}.yml|not replaced'] },
    'a buildpack beside an inherited image': {
      text: a('inherit: base.yml', 'buildpack: https://example.com/o/r.git'),
      files: { 'base.yml': 'name: a\ndocker_image: b\n' },
      problems: ['error buildpack|`docker_image` is inherited from `base.yml`'],
    },
    'an image beside a buildpack inherited over two files': {
      text: a('inherit: base.yml', 'docker_image: b'),
      files: { 'base.yml': 'name: a\ninherit: far.yml\n', 'far.yml': 'name: a\nbuildpack: x\n' },
      problems: ['error docker_image|`buildpack` is inherited from `far.yml`'],
    },
    'an inherited buildpack that is taken back': {
      text: a('inherit: base.yml', 'docker_image: b', 'buildpack: ~'),
      files: { 'base.yml': 'name: a\nbuildpack: x\n' },
      problems: [],
    },
    'a menu for an inherited variable that is hidden': {
      text: a('inherit: base.yml', 'env:', '  A: {choices: [x, y]}'),
      files: { 'base.yml': 'name: a\nenv: {A: {hidden: y, required: y}}\n' },
      problems: ['error choices|`hidden` is inherited from `base.yml`'],
    },
    'a conflict within the inherited file': {
      text: a('inherit: base.yml'),
      files: { 'base.yml': 'name: a\nbuildpack: x\ndocker_image: b\n' },
      problems: [],
    },
    'another spelling of an inherited key': {
      text: a('inherit: base.yml', 'memory: 128M'),
      files: { 'base.yml': 'name: a\nmem: 64M\n' },
      problems: [],
    },
    'a base without a name': {
      text: a('inherit: base.yml'),
      files: { 'base.yml': 'env: {A: b}\n' },
      problems: ['hint base.yml|no `name`'],
    },
  },
  buildpacks: {
    'a form that is refused': {
      text: a('buildpack: git@github.com:o/r.git'),
      problems: ['error git@github.com:o/r.git|not a URL'],
    },
    none: { text: a('buildpack: ~'), problems: [] },
    'metacharacters in hooks': {
      text: a('hooks:', '  post-staging:', '  - "a && b | c > d; $(e) `f` {g,h}"'),
      problems: [],
    },
  },
};

describe('the rules of Stackato', () => {
  for (const [group, list] of Object.entries(cases))
    describe(group, () => {
      for (const [what, { text, problems, name = 'stackato.yml', files }] of Object.entries(list))
        it(what, () => assertProblems(text, problems, { name, files }));
    });
});
