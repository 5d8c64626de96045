// Completion: `<*>` is the cursor; expected are labels that must and must not be offered, or the text after choosing one.
import assert from 'node:assert/strict';
import type { CompletionItem } from 'vscode-languageserver';
import { completion, resolveCompletion } from '../../server/src/features/completion/completion';
import { afterChoosing, open } from './support';
import type { OpenOptions } from './support';

function offered(marked: string, options?: OpenOptions): CompletionItem[] {
  const { document, position, session } = open(marked, options);
  const { items } = completion(document, position, session);
  return [...items].sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1));
}

const labels = (marked: string, options?: OpenOptions) => offered(marked, options).map((item) => item.label);

function check(marked: string, required: string[], forbidden: string[] = [], options?: OpenOptions): void {
  const found = labels(marked, options);
  for (const label of required)
    assert.ok(found.includes(label), `${label} is not among ${found.join(', ') || 'nothing'}`);
  for (const label of forbidden) assert.ok(!found.includes(label), `${label} is among ${found.join(', ')}`);
}

function chosen(marked: string, label: string, options?: OpenOptions): string {
  const opened = open(marked, options);
  const item = completion(opened.document, opened.position, opened.session).items.find((one) => one.label === label);
  assert.ok(item, `no ${label} at ${marked}`);
  return afterChoosing(opened, item);
}

const app = 'applications:\n- name: a\n';

describe('completion of keys', () => {
  it('starts with the applications', () => check('<*>', ['applications', 'version'], ['memory', 'inherit', 'host']));

  it('offers the name first', () => assert.equal(labels('applications:\n- <*>')[0], 'name'));

  it('offers required keys first, then the common ones', () => {
    const [first, second] = labels(`${app}  sidecars:\n  - <*>`);
    assert.deepEqual([first, second], ['name', 'command']);
  });

  it('leaves out what is there already, above and below', () =>
    check(`${app}  <*>\n  memory: 1G\n- name: b\n  stack: x\n`, ['stack', 'instances'], ['name', 'memory']));

  it('knows keys in other spellings as the same', () =>
    check(`${app}  Disk-Quota: 1G\n  <*>`, ['memory'], ['disk_quota']));

  it('leaves out deprecated, ignored and refused keys', () => {
    check(`${app}  <*>`, ['buildpacks', 'routes'], ['buildpack', 'host', 'domain', 'droplet-path', 'user']);
    check(`${app}  processes:\n  - type: web\n    <*>`, ['user', 'timeout'], ['type', 'health-check-timeout', 'name']);
  });

  for (const [where, marked, required, forbidden] of [
    ['routes', `${app}  routes:\n  - <*>`, ['route', 'protocol', 'options'], ['name']],
    [
      'options of routes',
      `${app}  routes:\n  - route: x\n    options:\n      <*>`,
      ['loadbalancing', 'hash_header'],
      [],
    ],
    ['services', `${app}  services:\n  - name: db\n    <*>`, ['parameters', 'binding_name'], ['name', 'memory']],
    ['docker', `${app}  docker:\n    <*>`, ['image', 'username'], ['password']],
    ['metadata', `${app}  metadata:\n    <*>`, ['labels', 'annotations'], ['memory']],
    ['features', `${app}  features:\n    ssh: true\n    <*>`, ['revisions'], ['ssh']],
    ['sidecars', `${app}  sidecars:\n  - name: s\n    <*>`, ['command', 'process_types', 'memory'], ['name', 'stack']],
    ['flow mappings', 'applications:\n- {name: a, <*>}\n', ['memory'], ['name']],
    [
      'shared mappings, by where they are used',
      'p: &p\n  <*>\napplications:\n- name: a\n  processes:\n  - *p\n',
      ['type'],
      [],
    ],
    [
      'shared mappings not used yet',
      'defaults: &defaults\n  <*>\napplications:\n- name: a\n',
      ['memory', 'buildpacks'],
      [],
    ],
    ['a block to be shared, before the applications', 'd: &d\n  memory: 1G\n  <*>\n', ['buildpacks'], ['memory']],
    ['a manifest that has only such a block', 'd: &d\n  memory: 1G\n<*>\n', ['applications'], []],
    ['a list of lists nowhere', `${app}  env:\n    A: <*>`, [], ['memory']],
  ] as [string, string, string[], string[]][]) {
    it(`knows the keys of ${where}`, () => check(marked, required, forbidden));
  }

  it('does not stop at text that no parser can read', () => {
    check('applications:\n- name: "a\n  memory: [\n  in<*>', []);
    check(`${app}  routes:\n  - route: [x\n- name: b\n  mem<*>\n`, ['memory'], ['name']);
    check(`${app}  memory: @@@\n  in<*>`, ['instances'], ['memory']);
  });

  it('puts the value on the same line, lists and mappings below', () => {
    assert.equal(chosen(`${app}  me<*>`, 'memory'), `${app}  memory: `);
    assert.equal(chosen(`${app}  ro<*>`, 'routes'), `${app}  routes:\n  - route: `);
    assert.equal(chosen(`${app}  do<*>`, 'docker'), `${app}  docker:\n    image: `);
  });

  it('indents like the rest of the file', () => {
    const text = 'applications:\n    - name: a\n      env:\n          A: b\n';
    assert.equal(chosen(`${text}      ro<*>`, 'routes'), `${text}      routes:\n          - route: `);
    assert.equal(chosen(`${text}      do<*>`, 'docker'), `${text}      docker:\n          image: `);
  });

  it('offers in a shared block nothing that contradicts who merges it', () => {
    const users = 'applications:\n- {name: a, <<: *d}\n- {name: b, <<: *d, path: .}\n';
    assert.ok(!labels(`d: &d\n  memory: 1G\n  <*>\n${users}`).includes('docker'));
    assert.ok(labels(`d: &d\n  memory: 1G\n  <*>\n${users.replace(', path: .', '')}`).includes('docker'));
  });

  it('replaces the key the cursor stands in, and keeps its value', () =>
    assert.equal(chosen(`${app}  mem<*>roy: 1G # why\n`, 'memory'), `${app}  memory: 1G # why\n`));

  it('moves a line that is indented too deep', () =>
    assert.equal(chosen(`${app}      sta<*>`, 'stack'), `${app}  stack: `));

  it('moves a line that stands between two mappings to the inner one', () => {
    assert.equal(chosen(`${app} sta<*>`, 'stack'), `${app}  stack: `);
    assert.equal(chosen(`${app} <*>`, 'routes'), `${app}  routes:\n  - route: `);
    const env = `${app}  env:\n      A: b\n`;
    assert.equal(chosen(`${env}  <*>`, 'stack'), `${env}  stack: `);
    const item = 'applications:\n    - # later\n';
    assert.equal(
      chosen(`${item}        <*>\n      env: {A: b}\n`, 'stack'),
      `${item}      stack: \n      env: {A: b}\n`,
    );
    assert.equal(chosen('  version: 1\n<*>', 'applications'), '  version: 1\n  applications:\n    - name: my-app');
  });

  it('never comes between a key and its value, or into a text', () => {
    assert.deepEqual(labels('applications:\n<*>\n- name: a\n'), ['- name']);
    assert.equal(chosen('applications:\n<*>\n  - name: a\n', '- name'), 'applications:\n  - name: \n  - name: a\n');
    assert.equal(chosen(`${app}<*>\n  memory: 1G\n`, 'stack'), `${app}  stack: \n  memory: 1G\n`);
    assert.deepEqual(labels('applications:\n- a\n  <*>'), []);
    assert.deepEqual(labels('applications:\n    - name: a\n<*>').includes('- name'), false);
  });

  it('leaves out what the keys that are there exclude, or have no use for', () => {
    check(`${app}  processes:\n  - type: web\n  <*>\n`, ['routes'], ['memory', 'command', 'instances']);
    check(`${app}  lifecycle: cnb\n  <*>\n`, ['cnb-credentials', 'buildpacks'], ['docker']);
    check(`${app}  <*>\n`, ['docker'], ['cnb-credentials']);
  });

  it('inserts plain text where the editor knows no snippets', () =>
    assert.equal(chosen(`${app}  ro<*>`, 'routes', { snippets: false }), `${app}  routes:\n  - route: `));

  it('starts items where a list is due, and where it goes on', () => {
    assert.equal(labels('applications:\n<*>')[0], '- name');
    assert.equal(chosen('applications:\n<*>', '- name'), 'applications:\n- name: ');
    assert.equal(chosen(`${app}<*>`, '- name'), `${app}- name: `);
    assert.equal(
      chosen(`${app}  routes:\n  - route: x\n  <*>`, '- route'),
      `${app}  routes:\n  - route: x\n  - route: `,
    );
  });

  it('offers no key that is there below a list in the same column, none a `<<` below overwrites, none between items', () => {
    check(`${app}  <*>\n  routes:\n  - route: a.b\n  memory: 1G\n`, ['stack'], ['memory', 'routes']);
    check(`d: &d {memory: 1G}\n${app}  <*>\n  <<: *d\n`, ['stack'], ['memory']);
    check('applications:\n- name: a\n<*>\n- name: b\n', ['- name'], ['version']);
    check(`${app}  path: .\n  <*>\n`, ['stack'], ['docker']);
  });

  it('offers << with an anchor', () => {
    check(`d: &d {memory: 1G}\n${app}  <*>`, ['<<']);
    assert.equal(chosen(`d: &d {memory: 1G}\n${app}  <*>`, '<<'), `d: &d {memory: 1G}\n${app}  <<: *d`);
  });

  it('offers << once there are mappings to merge', () => {
    check('d: &d\n  memory: 1G\napplications:\n- name: a\n  <*>', ['<<']);
    check('d: &d\n  memory: 1G\n  <*>\n', [], ['<<']); // the block itself
    check('d: &d 1G\napplications:\n- name: a\n  <*>', ['memory'], ['<<']);
  });

  it('documents a key when it is asked to', () => {
    const memory = offered(`${app}  <*>`).find((item) => item.label === 'memory')!;
    assert.match(String(memory.detail), /Memory limit/);
    const { documentation } = resolveCompletion(memory);
    assert.match((documentation as { value: string }).value, /powers of 1024/);
  });
});

describe('completion of values', () => {
  for (const [what, marked, required, forbidden] of [
    ['booleans', `${app}  no-route: <*>`, ['true', 'false'], []],
    ['booleans without a blank', `${app}  no-route:<*>`, ['true', 'false'], []],
    ['sizes', `${app}  memory: <*>`, ['256M', '1G'], []],
    ['units behind a number', `${app}  memory: 3<*>`, ['3M', '3G'], ['M']],
    ['units of log rates', `${app}  log-rate-limit-per-second: 16<*>`, ['16K', '16M'], []],
    ['stacks', `${app}  stack: <*>`, ['cflinuxfs4', 'windows'], ['cflinuxfs2', 'alsek']],
    ['health check types but the deprecated', `${app}  health-check-type: <*>`, ['port', 'process', 'http'], ['none']],
    ['values in quotes', `${app}  health-check-type: "<*>"`, ['port'], []],
    ['lifecycles', `${app}  lifecycle: <*>`, ['buildpack', 'cnb', 'docker'], []],
    ['protocols', `${app}  routes:\n  - route: x\n    protocol: <*>`, ['http1', 'http2', 'tcp'], []],
    [
      'buildpacks',
      `${app}  buildpacks:\n  - <*>`,
      ['go_buildpack', 'https://github.com/cloudfoundry/go-buildpack'],
      [],
    ],
    [
      'cloud native buildpacks with their lifecycle',
      `${app}  lifecycle: cnb\n  buildpacks:\n  - <*>`,
      ['docker://docker.io/paketobuildpacks/go'],
      ['go_buildpack', 'https://github.com/cloudfoundry/go-buildpack'],
    ],
    ['buildpacks not listed yet', `${app}  buildpacks: [go_buildpack, <*>]`, ['r_buildpack'], ['go_buildpack']],
    ['process types but those taken', `${app}  processes:\n  - type: web\n  - type: <*>`, ['worker', 'clock'], ['web']],
    ['the process type that is there', `${app}  processes:\n  - type: w<*>eb\n`, ['web'], []],
    [
      'process types of sidecars',
      `${app}  processes:\n  - type: mailer\n  sidecars:\n  - name: s\n    process_types: [<*>]`,
      ['mailer', 'web', 'clock'],
      ['s'],
    ],
    ['services of other applications', `${app}  services: [db]\n- name: b\n  services:\n  - <*>`, ['db'], ['name: ']],
    ['folders and archives', `${app}  path: <*>`, ['src/', 'app.jar'], ['notes.txt', 'Procfile']],
    ['files in folders', `${app}  path: src/<*>`, ['src/web.war'], ['app.jar']],
    ['aliases', 's: &s [db]\napplications:\n- name: a\n  services: *<*>', ['s'], []],
    ['aliases to merge', 'd: &d\n  memory: 1G\ns: &s [x]\napplications:\n- name: a\n  <<: <*>', ['*d'], ['*s']],
    ['only anchors above', `${app}  <<: *<*>\nd: &d\n  memory: 1G\n`, [], ['d']],
    ['variables', `${app}  env:\n    A: x((<*>`, ['host', 'instances'], []],
    ['variables for a whole value', `${app}  instances: <*>`, ['((instances))'], ['((list))']],
    ['no booleans for a text', 'applications:\n- name: <*>', [], ['true', 'false']],
    ['nothing in comments', `${app}  # mem<*>`, [], ['memory']],
    ['nothing behind a value', `${app}  memory: 1G # <*>`, [], ['256M']],
    ['nothing in a command', `${app}  command: |\n    m<*>`, [], ['memory']],
  ] as [string, string, string[], string[]][]) {
    const files = {
      'vars.yml': 'host: h\ninstances: 2\nlist: [1]\n',
      Procfile: 'web: run\nclock: tick\n',
      'app.jar': '',
      'notes.txt': '',
      'src/web.war': '',
    };
    it(`offers ${what}`, () => check(marked, required, forbidden, { files }));
  }

  it('closes the brackets of a variable, once', () => {
    const files = { 'vars.yml': 'host: h\n' };
    assert.equal(chosen(`${app}  path: ((<*>`, 'host', { files }), `${app}  path: ((host))`);
    assert.equal(chosen(`${app}  path: ((h<*>))/x`, 'host', { files }), `${app}  path: ((host))/x`);
  });

  it('keeps what stands behind the cursor', () => {
    const files = { 'vars.yml': 'host: h\n' };
    assert.equal(chosen(`${app}  path: ((<*>.jar`, 'host', { files }), `${app}  path: ((host)).jar`);
    assert.equal(chosen(`${app}  path: ((h<*>ost`, 'host', { files }), `${app}  path: ((host))`);
    const stackato = 'name: a\nproperties: {tier: x}\ncommand: run ';
    assert.equal(chosen(`${stackato}\${t<*>.jar`, 'tier', { name: 'stackato.yml' }), `${stackato}\${tier}.jar`);
    assert.deepEqual(labels('<*>---\napplications:\n- name: a\n'), []);
  });

  it('hides the values of secrets', () => {
    const [secret] = offered(`${app}  path: ((<*>`, { files: { 'vars.yml': 'db_password: hunter2\n' } });
    assert.equal(secret?.detail, '••••••');
  });

  it('begins a list below its key', () => {
    assert.equal(chosen(`${app}  buildpacks: <*>`, '- go_buildpack'), `${app}  buildpacks:\n  - go_buildpack`);
    assert.equal(chosen(`${app}  buildpacks:\n  -<*>`, 'go_buildpack'), `${app}  buildpacks:\n  - go_buildpack`);
  });

  it('replaces the whole value', () =>
    assert.equal(chosen(`${app}  stack: cfl<*>inuxfs3 # old\n`, 'cflinuxfs4'), `${app}  stack: cflinuxfs4 # old\n`));
});

describe('completion stays away', () => {
  it('from manifests of other tools', () => check('apiVersion: v1\nkind: Pod\nme<*>', [], ['memory', 'metadata']));
  it('from manifests that say so', () => check(`# cf-staging: off\n${app}  <*>`, [], ['memory']));
});
