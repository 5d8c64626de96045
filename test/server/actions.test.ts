// Quick fixes, as the text after choosing one: `<*>` stands in what is underlined.
import assert from 'node:assert/strict';
import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction, TextEdit } from 'vscode-languageserver';
import { actionKinds, codeActions, fixAllKind } from '../../server/src/features/actions';
import { diagnose } from '../../server/src/features/diagnostics';
import { parse } from '../../server/src/yaml/parse';
import { afterEdits, open } from './support';
import type { OpenOptions, Opened } from './support';

/** Actions for the diagnostics under the cursor. */
function actionsAt(opened: Opened, withData = true): CodeAction[] {
  const { document, session, position } = opened;
  const diagnostics = diagnose(document, session).filter(
    ({ range: { start, end } }) => document.offsetAt(start) <= opened.offset && opened.offset <= document.offsetAt(end),
  );
  const sent = withData ? diagnostics : diagnostics.map(({ data: _, ...rest }) => rest);
  return codeActions(
    document,
    { textDocument: document, range: { start: position, end: position }, context: { diagnostics: sent } },
    session,
  );
}

function after(opened: Opened, action: CodeAction): string {
  const edits = action.edit?.changes?.[opened.document.uri] as TextEdit[] | undefined;
  assert.ok(edits, `${action.title} changes the file`);
  const text = afterEdits(opened.document.text, edits);
  assert.deepEqual(
    parse(text).errors.map((error) => error.message),
    [],
    `${action.title} leaves well-formed YAML:\n${text}`,
  );
  return text;
}

function fixed(marked: string, title: string, options?: OpenOptions): string {
  const opened = open(marked, options);
  const actions = actionsAt(opened);
  const action = actions.find((one) => one.title.includes(title));
  assert.ok(action, `no "${title}" among ${actions.map((one) => one.title).join(' | ') || 'nothing'}`);
  return after(opened, action);
}

/** [what is tried, text with cursor, part of the title, text afterwards] */
type Case = [what: string, marked: string, title: string, result: string];

const cases: Case[] = [
  [
    'did you mean, for a key',
    'applications:\n- name: a\n  memroy<*>: 1G # enough\n',
    'memory',
    'applications:\n- name: a\n  memory: 1G # enough\n',
  ],
  [
    'a process that does not listen',
    'applications:\n- name: jobs\n  no-<*>route: true\n',
    'Add health-check-type: process',
    'applications:\n- name: jobs\n  no-route: true\n  health-check-type: process\n',
  ],
  [
    'a map for a list',
    'applications:\n- name: a\n  processes:\n    w<*>eb:\n      memory: 1G\n    worker:\n      instances: 2\n',
    'as a list',
    'applications:\n- name: a\n  processes:\n    - type: web\n      memory: 1G\n    - type: worker\n      instances: 2\n',
  ],
  [
    'assignments in env',
    'applications:\n- name: a\n  env:\n  -<*> A=b\n  - C: d\n',
    'as a map',
    'applications:\n- name: a\n  env:\n    A: b\n    C: d\n',
  ],
  [
    'names with commas',
    'applications:\n- name: a\n  services: db<*>, cache\n',
    'as a list',
    'applications:\n- name: a\n  services:\n  - db\n  - cache\n',
  ],
  [
    'a dash without a blank',
    'applications:\n- name: a\n  services:\n  -d<*>b\n',
    'Correct it: - db',
    'applications:\n- name: a\n  services:\n  - db\n',
  ],
  [
    'a manifest without applications',
    'na<*>me: a\nmemory: 1G\nenv:\n  A: b\n',
    'under applications',
    'applications:\n- name: a\n  memory: 1G\n  env:\n    A: b\n',
  ],
  [
    'host and domain in a route',
    'applications:\n- name: a\n  routes:\n  - ho<*>st: www\n    domain: example.org\n',
    'Convert to route',
    'applications:\n- name: a\n  routes:\n  - route: www.example.org\n',
  ],
  [
    'defaults of a map that an application has, too',
    'en<*>v:\n  A: b\napplications:\n- name: a\n  env:\n    C: d\n',
    'anchor',
    'defaults: &defaults\n  env: &defaults-env\n    A: b\napplications:\n- name: a\n  <<: *defaults\n  env:\n    <<: *defaults-env\n    C: d\n',
  ],
  ['a variable that is not closed', 'applications:\n- memory: ((m<*>)\n', '((m))', 'applications:\n- memory: ((m))\n'],
  ['seconds with a unit', 'applications:\n- timeout: 60s<*>\n', 'Replace with 60', 'applications:\n- timeout: 60\n'],
  ['minutes', 'applications:\n- timeout: 2 min<*>\n', 'Replace with 120', 'applications:\n- timeout: 120\n'],
  ['a blank in a size', 'applications:\n- memory: 1 GB<*>\n', 'Replace with 1GB', 'applications:\n- memory: 1GB\n'],
  [
    'a route as text',
    'applications:\n- routes:\n  - www.ex<*>ample.com\n',
    'route: www',
    'applications:\n- routes:\n  - route: www.example.com\n',
  ],
  [
    'routes as text',
    'applications:\n- routes: www.ex<*>ample.com\n',
    'as a list',
    'applications:\n- routes:\n  - route: www.example.com\n',
  ],
  [
    'a port of http',
    'applications:\n- routes:\n  - route: https://a.example.com:443/x<*>\n',
    'https://a.example.com/x',
    'applications:\n- routes:\n  - route: https://a.example.com/x\n',
  ],
  [
    'the other of two that exclude each other',
    'applications:\n- dock<*>er:\n    image: a\n  buildpacks: [b]\n',
    'Remove buildpacks',
    'applications:\n- docker:\n    image: a\n',
  ],
  [
    'a health check with an endpoint',
    'applications:\n- health-check-type: port\n  health-check-http<*>-endpoint: /x\n',
    'type to http',
    'applications:\n- health-check-type: http\n  health-check-http-endpoint: /x\n',
  ],
  [
    'did you mean, for a value',
    'applications:\n- name: a\n  health-check-type: htpt<*>\n',
    'http',
    'applications:\n- name: a\n  health-check-type: http\n',
  ],
  [
    'a hyphen where the platform wants an underscore',
    'applications:\n- name: a\n  sidecars:\n  - name: s\n    command: c\n    process-types<*>: [web]\n',
    'process_types',
    'applications:\n- name: a\n  sidecars:\n  - name: s\n    command: c\n    process_types: [web]\n',
  ],
  [
    'none → process',
    'applications:\n- name: a\n  health-check-type: no<*>ne # worker\n',
    'process',
    'applications:\n- name: a\n  health-check-type: process # worker\n',
  ],
  ['add a unit', 'applications:\n- name: a\n  memory: 51<*>2\n', '512M', 'applications:\n- name: a\n  memory: 512M\n'],
  ['remove a blank', 'applications:\n- name: a\n  memory: 1 <*>G\n', '1G', 'applications:\n- name: a\n  memory: 1G\n'],
  [
    'take a boolean out of its quotes',
    'applications:\n- name: a\n  no-route: "tr<*>ue"\n',
    'true',
    'applications:\n- name: a\n  no-route: true\n',
  ],
  [
    'take a number out of its quotes',
    "applications:\n- name: a\n  instances: '2<*>'\n",
    '2',
    'applications:\n- name: a\n  instances: 2\n',
  ],
  [
    'quote a name that is a boolean',
    'applications:\n- name: a\n  env:\n    N<*>O: x\n',
    'quotes',
    'applications:\n- name: a\n  env:\n    "NO": x\n',
  ],
  [
    'buildpack → buildpacks',
    'applications:\n- name: a\n  # the language\n  build<*>pack: go_buildpack # ours\n  memory: 1G\n',
    'buildpacks',
    'applications:\n- name: a\n  # the language\n  buildpacks:\n  - go_buildpack # ours\n  memory: 1G\n',
  ],
  [
    'buildpack → buildpacks in the list style of the file',
    'applications:\n- name: a\n  services:\n  - db\n  build<*>pack: go_buildpack\n',
    'buildpacks',
    'applications:\n- name: a\n  services:\n  - db\n  buildpacks:\n  - go_buildpack\n',
  ],
  [
    'buildpack of nothing → detection',
    'applications:\n- name: a\n  build<*>pack: default\n',
    'buildpacks',
    'applications:\n- name: a\n  buildpacks: []\n',
  ],
  [
    'buildpack in a flow mapping',
    'applications:\n- {name: a, build<*>pack: go_buildpack}\n',
    'buildpacks',
    'applications:\n- {name: a, buildpacks: [go_buildpack]}\n',
  ],
  [
    'host and domain → routes',
    'applications:\n- name: a\n  ho<*>st: www # public\n  memory: 1G\n  domain: example.org # ours\n',
    'routes',
    'applications:\n- name: a\n  routes:\n  - route: www.example.org # public\n  memory: 1G\n  # ours\n',
  ],
  [
    'hosts and domains → all their routes',
    'applications:\n- name: a\n  hosts: [x, y]\n  domains:\n  - one.org\n  - two.org\n  host<*>: z\n',
    'routes',
    'applications:\n- name: a\n  routes:\n  - route: z.one.org\n  - route: x.one.org\n  - route: y.one.org\n  - route: z.two.org\n  - route: x.two.org\n  - route: y.two.org\n',
  ],
  [
    'domain alone: the name of the application is the host',
    'applications:\n- name: shop\n  domain<*>: example.org\n',
    'routes',
    'applications:\n- name: shop\n  routes:\n  - route: shop.example.org\n',
  ],
  [
    'no-hostname with a domain: the bare domain',
    'applications:\n- name: shop\n  no-host<*>name: true\n  domain: example.org\n',
    'routes',
    'applications:\n- name: shop\n  routes:\n  - route: example.org\n',
  ],
  [
    'first key of its item',
    'applications:\n- host<*>: x\n  domain: example.org\n  name: a\n',
    'routes',
    'applications:\n- routes:\n  - route: x.example.org\n  name: a\n',
  ],
  [
    'defaults at the top → an anchor merged into each application',
    '# Shop\nmemory<*>: 1G\n# which one\nbuildpacks:\n- go_buildpack\n\napplications:\n- name: a\n- name: b\n  memory: 2G\n',
    'anchor',
    '# Shop\ndefaults: &defaults\n  memory: 1G\n  # which one\n  buildpacks:\n  - go_buildpack\n\napplications:\n- name: a\n  <<: *defaults\n- name: b\n  <<: *defaults\n  memory: 2G\n',
  ],
  [
    'defaults below the applications go above them',
    'applications:\n- name: a\nmemory<*>: 1G\n',
    'anchor',
    'defaults: &defaults\n  memory: 1G\napplications:\n- name: a\n  <<: *defaults\n',
  ],
  [
    'defaults beside a merge that is there already',
    'memory<*>: 1G\nx: &x\n  instances: 2\napplications:\n- name: a\n  <<: *x\n',
    'anchor',
    'defaults: &defaults\n  memory: 1G\nx: &x\n  instances: 2\napplications:\n- name: a\n  <<: [*x, *defaults]\n',
  ],
  [
    'remove an ignored key',
    'applications:\n- name: a\n  us<*>er: vcap\n  memory: 1G\n',
    'Remove user',
    'applications:\n- name: a\n  memory: 1G\n',
  ],
  [
    'remove the first key of an item',
    'applications:\n- user<*>: vcap\n  name: a\n',
    'Remove user',
    'applications:\n- name: a\n',
  ],
  [
    'remove a key from a flow mapping',
    'applications:\n- {name: a, user<*>: vcap, memory: 1G}\n',
    'Remove user',
    'applications:\n- {name: a, memory: 1G}\n',
  ],
  [
    'remove the only key of a mapping with the mapping',
    'applications:\n- name: a\n  features:\n    sssh_x<*>: true\n  memory: 1G\n',
    'Remove',
    'applications:\n- name: a\n  memory: 1G\n',
  ],
  [
    'remove a block with all its lines',
    'applications:\n- name: a\n  no-route: true\n  routes<*>:\n  - route: a.example.org\n  - route: b.example.org\n  memory: 1G\n',
    'Remove routes',
    'applications:\n- name: a\n  no-route: true\n  memory: 1G\n',
  ],
  [
    'remove a duplicate key',
    'applications:\n- name: a\n  memory: 1G\n  memory<*>: 2G\n',
    'Remove memory',
    'applications:\n- name: a\n  memory: 1G\n',
  ],
  [
    'remove a duplicate route',
    'applications:\n- name: a\n  routes:\n  - route: a.example.org\n  - route: a.exa<*>mple.org\n    protocol: http1\n',
    'duplicate',
    'applications:\n- name: a\n  routes:\n  - route: a.example.org\n',
  ],
  [
    'remove a duplicate service',
    'applications:\n- name: a\n  services: [db, d<*>b]\n',
    'duplicate',
    'applications:\n- name: a\n  services: [db]\n',
  ],
  [
    'add a required key',
    'applications:\n- name: a\n  processes:\n  - <*>memory: 1G\n',
    'Add type',
    'applications:\n- name: a\n  processes:\n  - type: web\n    memory: 1G\n',
  ],
  [
    'add several required keys',
    'applications:\n- name: a\n  sidecars:\n  - na<*>me: s\n',
    'Add command, process_types',
    'applications:\n- name: a\n  sidecars:\n  - command: ""\n    process_types:\n      - web\n    name: s\n',
  ],
  [
    'move << up',
    'd: &d\n  memory: 1G\napplications:\n- name: a\n  memory<*>: 3G\n  <<: *d\n  instances: 2\n',
    'Move <<',
    'd: &d\n  memory: 1G\napplications:\n- <<: *d\n  name: a\n  memory: 3G\n  instances: 2\n',
  ],
  [
    'move an attribute to the web process',
    'applications:\n- name: a\n  memory<*>: 1G\n  processes:\n    - type: web\n      instances: 2\n    - type: worker\n',
    'web process',
    'applications:\n- name: a\n  processes:\n    - type: web\n      instances: 2\n      memory: 1G\n    - type: worker\n',
  ],
  [
    'a list in env → JSON, which has no infinity',
    'applications:\n- name: a\n  env:\n    CFG: [<*>.inf, 1.5]\n',
    'JSON',
    `applications:\n- name: a\n  env:\n    CFG: '[".inf",1.5]'\n`,
  ],
  [
    'one key of Stackato’s: the user says whose the manifest is',
    'applications:\n- name: a\n  mem<*>: 1G\n  instances: 2\n',
    'Cloud Foundry: say so',
    '# cf-staging: cloudfoundry\napplications:\n- name: a\n  mem: 1G\n  instances: 2\n',
  ],
  [
    'a map in env → JSON',
    'applications:\n- name: a\n  env:\n    CFG<*>:\n      a: 1\n      b: [x, true]\n    B: y\n',
    'JSON',
    `applications:\n- name: a\n  env:\n    CFG: '{"a":1,"b":["x",true]}'\n    B: y\n`,
  ],
];

describe('quick fixes', () => {
  for (const [what, marked, title, result] of cases) {
    it(what, () => {
      assert.equal(fixed(marked, title), result);
      const crlf = fixed(marked.replaceAll('\n', '\r\n'), title);
      assert.equal(crlf, result.replaceAll('\n', '\r\n'), 'with the line ends of Windows');
    });
  }

  it('defines a missing variable in the vars file', () => {
    const opened = open('applications:\n- name: ((x))-((na<*>me_of_it))\n', { files: { 'vars.yml': 'x: 1' } });
    const action = actionsAt(opened).find((one) => one.title.includes('Define'));
    const [edit] = action?.edit?.changes?.['file:///project/vars.yml'] ?? [];
    assert.equal(edit && afterEdits('x: 1', [edit]), 'x: 1\nname_of_it: ""\n');
  });

  it('creates the folder of path, but no archive', () => {
    const files = { 'manifest.yml': '' };
    const create = (path: string) => actionsAt(open(`applications:\n- name: a\n  path: ${path}<*>\n`, { files }));
    assert.deepEqual(create('dist')[0]?.edit?.documentChanges, [
      { kind: 'create', uri: 'file:///project/dist/.gitkeep', options: { ignoreIfExists: true } },
    ]);
    assert.deepEqual(create('app.jar'), []);
  });

  it('works for editors that do not send the data of a diagnostic back', () => {
    const opened = open('applications:\n- name: a\n  memory: 51<*>2\n');
    assert.equal(after(opened, actionsAt(opened, false)[0]!), 'applications:\n- name: a\n  memory: 512M\n');
  });

  it('marks one fix of a problem as the preferred one', () => {
    const opened = open('applications:\n- name: a\n  memory: 51<*>2\n');
    assert.deepEqual(
      actionsAt(opened).map((one) => [one.title, one.isPreferred ?? false]),
      [
        ['Add a unit: 512M', true],
        ['Add a unit: 512G', false],
      ],
    );
  });
});

describe('fix all', () => {
  const all = (text: string, only = [fixAllKind as string]) => {
    const opened = open(text);
    const range = { start: opened.position, end: opened.position };
    const { document, session } = opened;
    return {
      opened,
      actions: codeActions(document, { textDocument: document, range, context: { diagnostics: [], only } }, session),
    };
  };

  it('changes only what cannot change the meaning', () => {
    const { opened, actions } = all(
      'applications:\n- name: a\n  buildpack: go_buildpack\n  no-route: "true"\n  health-check-type: none\n  host: x\n  memory: 512\n  memroy: 1\n',
    );
    assert.equal(
      after(opened, actions[0]!),
      'applications:\n- name: a\n  buildpacks:\n  - go_buildpack\n  no-route: true\n  health-check-type: process\n  host: x\n  memory: 512\n  memroy: 1\n',
    );
  });

  it('is offered for source actions only', () => {
    const text = 'applications:\n- name: a\n  buildpack: go_buildpack\n';
    assert.equal(all(text, [CodeActionKind.Source]).actions.length, 1);
    assert.equal(all(text, [CodeActionKind.SourceFixAll]).actions.length, 1);
    assert.equal(all(text, [CodeActionKind.QuickFix]).actions.length, 0);
    assert.ok(actionKinds.includes(fixAllKind));
  });

  it('is not stopped by a host in another spelling', () =>
    assert.deepEqual(all('applications:\n- name: a\n  Host: x\n').actions, []));

  it('has nothing to offer for a manifest without such problems', () =>
    assert.deepEqual(all('applications:\n- name: a\n  memory: 512\n').actions, []));
});
