import { app, assertProblems } from './problems';

/** `key: value` of an application, and what is said about it; nothing means it is fine. */
function values(key: string, cases: Record<string, string[]>): void {
  describe(key, () => {
    for (const [value, expected] of Object.entries(cases)) {
      it(`${value} ${expected.length ? 'is reported' : 'is fine'}`, () =>
        assertProblems(app(`${key}: ${value}`), expected));
    }
  });
}

const fine = (...all: string[]) => Object.fromEntries(all.map((value) => [value, []]));

const noType = 'warning health-check-http-endpoint|no effect without `health-check-type: http`';

describe('values of Cloud Foundry manifests', () => {
  values('memory', {
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
  values('log-rate-limit-per-second', {
    ...fine('-1', '"-1"', '-1B', '0', '"0"', '0TB', '16K', '0.5M', '1G', '00', '0.0'),
    '9999': ['error 9999|lacks a unit'],
    '-2': ['error -2|unit'],
    '-1 B': ['error -1 B|No space'],
    '-1K': ['error -1K|greater than or equal to -1'],
    '200INVALID': ['error 200INVALID|not a unit'],
  });
  values('instances', {
    ...fine('0', '2', '2000000', '((n))', '~'),
    '-1': ['error -1|greater than or equal to 0'],
    '2000001': ['error 2000001|less than or equal to 2000000'],
    two: ['error two|not a number'],
    '"2"': ['error "2"|without quotes'],
    '2.7': ['warning 2.7|integer'],
    '-1.5': ['error -1.5|greater than or equal to 0'],
    '.inf': ['error .inf|must be a whole number'],
    '[2]': ['error [2]|must be an integer'],
  });
  values('health-check-interval', {
    ...fine('30', '"30"'),
    '0': ['error 0|greater than or equal to 1'],
    '1.5': ['error 1.5|integer'],
    '"1_0"': ['error "1_0"|digits alone'],
    '"5 "': ['error "5 "|digits alone'],
    '"0x0b"': ['error "0x0b"|not a number'],
    '09223372036854775807': ['error 09223372036854775807|integer'],
  });
  values('health-check-http-endpoint', {
    '"x\\n/a"': [noType],
    health: [noType, 'error health|valid URI path'],
    '//x': [noType, 'error //x|valid URI path'],
  });
  values('timeout', {
    ...fine('1', '180'),
    '0': ['warning timeout|cf leaves it out'],
    '-1': ['error -1|greater than or equal to 1'],
    '600': ['information 600|at most 180'],
  });
  values('random-route', {
    ...fine('true', 'False', 'yes', 'NO', 'on', 'y', '((flag))'),
    '"true"': ['error "true"|in quotes is a string'],
    '1': ['error 1|boolean'],
    maybe: ['error maybe|boolean'],
  });
  values('health-check-type', {
    ...fine('port', 'process', '((type))'),
    none: ['information none|deprecated'],
    HTTP: ['error HTTP|`port`, `process` or `http`'],
    http: ['information http|needs a `health-check-http-endpoint`'],
  });
  values('lifecycle', {
    ...fine('buildpack', 'cnb'),
    Buildpack: ['warning Buildpack|ignores it'],
    docker: ['warning docker|no effect without `docker:`'],
  });
  values('stack', {
    ...fine('4', 'cflinuxfs4', 'my-stack'),
    cflinuxfs2: ['information cflinuxfs2|end of life'],
  });
  values('command', {
    ...fine('node app.js', '~', 'null', '"true"'),
    '5': ['error 5|must be a string'],
    no: ['information no|reaches the platform as `false`'],
    '"1,000.50"': ['error "1,000.50"|without quotes, even where the manifest has some'],
    '[a]': ['error [a]|must be a string'],
  });
  values('buildpacks', {
    ...fine('[]', '[java_buildpack]', '((all))', '["((one))"]'),
    java_buildpack: ['error java_buildpack|must be a list'],
    '[99]': ['error 99|must be a string'],
    '[""]': ['error ""|must not be empty'],
  });
  values('processes', { ...fine('[]'), web: ['error web|must be a list'], '[web]': ['error web|must be a mapping'] });
  values('env', { '~': ['error env|must not be empty'], '[A=b]': ['error [A=b]|must be a mapping'] });
  values('services', {
    ...fine('[]', '[db]', '[{name: db}]'),
    '{db: mine}': ['error {db: mine}|must be a list'],
    '[{nam: db}]': ['error nam|Did you mean `name`?', 'error nam|needs `name`'],
  });
  values('features', {
    ...fine('{ssh: true}', '{revisions: no}'),
    '{}': ['error features|must not be empty'],
    '{ssh: "true"}': ['error "true"|in quotes is a string'],
    '{shell: true}': ['error shell|refuses it'],
    '{file-based-vcap-services: true, service-binding-k8s: true}': ['error file-based-vcap-services|at the same time'],
  });

  describe('routes', () => {
    const routes: Record<string, string[]> = {
      ...fine(
        'example.com',
        'my-app.example.com/path',
        'https://a.example.com',
        'http://a.example.com/x',
        'tcp://tcp.example.com:1234',
        'tcp.example.com:1234',
        '*.example.com',
        'Under_score.example.com',
        '((host)).example.com',
        'https:a.example.com',
        'http:/a.example.com',
        'a.example.com:',
        'http://a.example.com:0',
        '10.0.0.1:80',
        'tcp://my_app.example.com:1024',
      ),
      '/path': ['error /path|not a properly formed URL'],
      blah: ['error blah|needs a host with a domain'],
      '.com': ['error .com|needs a host with a domain'],
      'ftp://a.example.com': ['error ftp://a.example.com|not a scheme of routes'],
      'https://a.example.com:443': ['error https://a.example.com:443|TCP route'],
      'tcp://a.example.com': ['error tcp://a.example.com|needs a port'],
      'a.example.com:http': ['error a.example.com:http|not a number'],
      'a.example.com:-1': ['error a.example.com:-1|HTTP 500'],
      'tcp://a.example.com:0': ['error tcp://a.example.com:0|needs a port from 1'],
      'my_app.example.com:1024': ['error my_app.example.com:1024|write `tcp://my_app.example.com:1024`'],
      '3scale.example.com:1024': ['error 3scale.example.com:1024|with a letter in front'],
      'a b.example.com': ['error a b.example.com|blanks'],
      'a{b}.example.com': [
        'error a{b}.example.com|`{` cannot stand in a host, and the platform fails on it (HTTP 500)',
      ],
      'user@a.example.com': ['error user@a.example.com|not a properly formed URL'],
      'a.example.com:8080/x': ['warning a.example.com:8080/x|no path'],
      'a.example.com/': ['warning a.example.com/|single `/`'],
      'a.example.com/x?y': ['warning a.example.com/x?y|must not contain `?`'],
      'a.example.com:70000': ['warning a.example.com:70000|out of range'],
      'foo*.example.com': ['warning foo*.example.com|letters, digits'],
      [`${'x'.repeat(64)}.example.com`]: [`warning ${'x'.repeat(64)}.example.com|longer than 63`],
    };
    for (const [route, expected] of Object.entries(routes)) {
      const written = /^[*]|:$/.test(route) ? `"${route}"` : route;
      it(`${route} ${expected.length ? 'is reported' : 'is fine'}`, () =>
        assertProblems(app('routes:', `- route: ${written}`), expected));
    }
    it('protocol and options belong to the kind of route', () => {
      assertProblems(app('routes:', '- route: tcp.example.com:1234', '  protocol: http2'), [
        'warning http2|Cannot use protocol',
      ]);
      assertProblems(app('routes:', '- route: a.example.com', '  protocol: tcp'), ['warning tcp|must specify a port']);
      assertProblems(app('routes:', '- route: a.example.com', '  protocol: HTTP2'), [
        'error HTTP2|`http1`, `http2` or `tcp`',
      ]);
      assertProblems(app('routes:', '- route: a.example.com', '  options: {sticky: yes}'), ['error sticky|refuses it']);
      assertProblems(app('routes:', '- route: a.example.com', '  options: {loadbalancing: hash}'), [
        'error hash|hash_header',
        'information hash|switched on',
      ]);
      assertProblems(
        app('routes:', '- route: a.example.com', '  options: {loadbalancing: round-robin, hash_header: X}'),
        ['error hash_header|only be set'],
      );
    });
    it('an entry needs `route`', () =>
      assertProblems(app('routes:', '- root: a.example.com'), ['warning root|ignores it', 'error root|needs `route`']));
  });

  describe('env', () => {
    const variable = (line: string, expected: string[]) => assertProblems(app('env:', `  ${line}`), expected);
    it('takes text of any kind', () => {
      for (const line of ['A: b', 'A: "1.10"', 'A: 3', 'A: true', 'A: ""', '((key)): v', 'A: ((v))'])
        variable(line, []);
    });
    it('refuses reserved names', () => {
      variable('VCAP_APPLICATION: x', ['error VCAP_APPLICATION|cannot start with VCAP_']);
      variable('vmc_x: x', ['error vmc_x|cannot start with VMC_']);
      variable('Port: 80', ['error Port|the platform chooses the port']);
    });
    it('knows names that are no text in YAML', () => {
      variable('Y: 1', ['error Y|as a boolean']);
      variable('1: 1', ['error 1|as a number']);
      variable('"Y": 1', []);
    });
    it('tells what YAML makes of a value', () => {
      variable('VERSION: 1.10', ['information 1.10|the application gets `1.1`']);
      variable('COMMIT: 12e7', ['information 12e7|gets `120000000.0`']);
      variable('COMMIT: 1e7', ['information 1e7|gets `1e+07`']);
      variable('ANSWER: "nO"', ['information "nO"|gets `false`: cf passes `nO` on without quotes']);
      variable('MODE: 0777', ['information 0777|gets `511`']);
      variable('DEBUG: on', ['information on|gets `true`']);
      variable('EMPTY:', ['information EMPTY|empty string']);
      variable('LIST: [a, b]', ['warning [a, b]|JSON']);
    });
  });

  describe('metadata', () => {
    const labels = (line: string, expected: string[]) =>
      assertProblems(app('metadata:', '  labels:', `    ${line}`), expected);
    it('checks keys', () => {
      labels('example.com/team: core', []);
      labels('team: ~', []);
      labels('team/x/y: a', ['error team/x/y|more than one `/`']);
      labels('team/x: a', ['error team/x|DNS']);
      labels('cloudfoundry.org/x: a', ['error cloudfoundry.org/x|reserved']);
      labels('-x: a', ['error -x|start and end']);
      labels('a b: a', ['error a b|invalid characters']);
      labels(`${'k'.repeat(64)}: a`, [`error ${'k'.repeat(64)}|longer than 63`]);
    });
    it('checks values of labels, not of annotations', () => {
      labels('team: a b', ['error a b|invalid characters']);
      assertProblems(app('metadata:', '  annotations:', '    contact: Jane Doe, room 5'), []);
    });
    it('knows on which annotations the platform fails', () => {
      const annotation = (value: string, expected: string[]) =>
        assertProblems(app('metadata:', '  annotations:', `    version: ${value}`), expected);
      annotation('15', []);
      annotation('"1.5"', []);
      annotation('1.5', ['error 1.5|decimal number, and it fails on that (HTTP 500): put it in quotes']);
      annotation('yes', ['error yes|boolean']);
      annotation('[1, 2]', ['warning version|An annotation is text']);
      annotation('"nO"', ['error "nO"|quotes do not help']);
    });
    it('knows labels and annotations only', () =>
      assertProblems(app('metadata: {label: {}}'), ['error label|Did you mean `labels`?']));
  });

  describe('version', () => {
    const version = (value: string, expected: string[]) => assertProblems(`version: ${value}\n${app()}`, expected);
    it('is 1', () => {
      version('1', []);
      version('2', ['error 2|the only version']);
      version('"1"', ['error "1"|without quotes']);
    });
  });
});
