import assert from 'node:assert/strict';
import { CodeActionTriggerKind } from 'vscode-languageserver';
import type { TextDocumentEdit, TextEdit } from 'vscode-languageserver';
import { codeActions } from '../../../server/src/features/actions';
import { toCloudFoundry } from '../../../server/src/stackato/convert';
import { assertProblems } from '../problems';
import { open } from '../support';

const uri = 'file:///project/stackato.yml';

/** The converted manifest without its first comment. */
function converted(text: string, files: Record<string, string> = {}): string {
  const result = toCloudFoundry(text, uri, (path) => files[path.replace('/project/', '')]);
  const [first, ...rest] = result.split('\n');
  assert.match(first!, /^# Converted from stackato\.yml/);
  assertProblems(result, [], { files: { 'web/x': '', 'job/x': '' } });
  return rest.join('\n');
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`;

describe('converting to a Cloud Foundry manifest', () => {
  it('an application with what both platforms have', () => {
    assert.equal(
      converted(
        lines(
          'name: shop',
          'app-dir: web',
          'mem: 256',
          'disk: 1.5G',
          'instances: 2',
          'timeout: 300',
          'buildpack: https://github.com/cloudfoundry/go-buildpack#v1.10.0',
          'command: run $PORT',
          'url: [shop.example.com, "${name}.example.org"]',
          'description: The shop',
          'env: {A: yes, B: "1.10"}',
        ),
      ),
      lines(
        '---',
        'applications:',
        '- name: shop',
        '  path: web',
        '  buildpacks:',
        '  - https://github.com/cloudfoundry/go-buildpack#v1.10.0',
        '  memory: 256M',
        '  disk_quota: 1536M',
        '  instances: 2',
        '  timeout: 180 # the most most platforms allow',
        '  command: run $PORT',
        '  routes:',
        '  - route: shop.example.com',
        '  - route: shop.example.org',
        '  env:',
        '    A: "yes"',
        '    B: "1.10"',
        '  metadata:',
        '    annotations:',
        '      description: The shop',
      ),
    );
  });

  it('what the user is asked for becomes a variable', () => {
    assert.equal(
      converted(
        lines(
          'name: shop',
          'url: ${name}.${target-base}',
          'command: run ${ask Which colour?}',
          'env:',
          '  KEY: {required: y, prompt: Key of the API}',
          '  TIER: {default: gold, choices: [gold, lead]}',
        ),
      ),
      lines(
        '# Give values to the variables, with --var NAME=VALUE or a --vars-file:',
        '#   which-colour: Which colour?',
        '#   domain: the domain of the routes',
        '#   KEY: Key of the API',
        '---',
        'applications:',
        '- name: shop',
        '  command: run ((which-colour))',
        '  routes:',
        '  - route: shop.((domain))',
        '  env:',
        '    KEY: ((KEY))',
        '    TIER: gold',
      ),
    );
  });

  it('what has no counterpart is a comment that says what to do instead', () => {
    assert.equal(
      converted(
        lines(
          'name: shop',
          'framework: {type: php, runtime: php, document-root: public}',
          'stack: alsek',
          'services: {"${name}-db": mysql, old: }',
          'hooks:',
          '  pre-push: [make]',
          '  post-staging: ["-sh setup.sh"]',
          '  pre-running: export A=b',
          'requirements:',
          '  ubuntu: [libpq-dev]',
          '  pip: [flask]',
          'cron: "@daily run"',
          'ignores: [tmp]',
          'drain: {logs: "udp://x:12345"}',
          'autoscale: {enabled: yes}',
          'min_version: {client: 1.4}',
        ),
      ),
      lines(
        '---',
        'applications:',
        '- name: shop',
        '  buildpacks:',
        '  - php_buildpack',
        '  # These services must be there first: cf create-service OFFERING PLAN NAME',
        '  #   shop-db: mysql',
        '  services:',
        '  - shop-db',
        '  - old',
        '  # No counterpart in a manifest of Cloud Foundry:',
        '  #   framework php: the legacy buildpack is gone; check the buildpack chosen above',
        '  #   runtime php: choose the version in the file the buildpack reads (runtime.txt, package.json, …)',
        '  #   document-root public: tell the buildpack (for PHP: WEBDIR in .bp-config/options.json)',
        '  #   stack alsek: see `cf stacks` for the ones of your platform; without one its default is used',
        '  #   pre-push hooks: run them before `cf push`, in a script or in your pipeline:',
        '  #     make',
        '  #   post-staging hooks: let the buildpack run them (a build script of the package manager), or run them before `cf push`:',
        '  #     sh setup.sh',
        '  #   pre-running hooks: put them into a file `.profile` at the top of the application; it is sourced before each start:',
        '  #     export A=b',
        '  #   requirements: list them in apt.yml, and put https://github.com/cloudfoundry/apt-buildpack first in buildpacks:',
        '  #     libpq-dev',
        '  #   requirements pip: list them in requirements.txt:',
        '  #     flask',
        '  #   cron: bind a scheduler service, or run `cf run-task` from your pipeline:',
        '  #     @daily run',
        '  #   ignores: put them into a file `.cfignore`, whose patterns are those of a .gitignore:',
        '  #     tmp',
        '  #   drain: cf create-user-provided-service logs -l syslog://x:12345, and bind it',
        "  #   autoscale: use the platform's App Autoscaler, or `cf scale`",
        '  #   min_version: nothing compares versions; drop it',
      ),
    );
  });

  it('workers, images, inherited values, and applications in the order of their dependencies', () => {
    assert.equal(
      converted(
        lines(
          'inherit: base.yml',
          'applications:',
          '  web: {name: web, depends-on: job, docker_image: x/y}',
          '  job: {name: job, command: work, url: []}',
        ),
        { 'base.yml': 'env: {A: b}\n' },
      ),
      lines(
        '---',
        'applications:',
        '- name: job',
        '  path: job',
        '  command: work',
        '  no-route: true',
        '  health-check-type: process',
        '  env:',
        '    A: b',
        '- name: web',
        '  docker:',
        '    image: x/y',
        '  env:',
        '    A: b',
        '  # No counterpart in a manifest of Cloud Foundry:',
        '  #   depends-on: cf pushes the applications one after the other, in the order of this file',
      ),
    );
  });

  describe('as an action', () => {
    const actions = (text: string, name: string, triggerKind: CodeActionTriggerKind, files = {}) => {
      const { document, session, position } = open(text, { name, files });
      const range = { start: position, end: position };
      return codeActions(
        document,
        { textDocument: document, range, context: { diagnostics: [], triggerKind } },
        session,
      );
    };
    const { Automatic, Invoked } = CodeActionTriggerKind;

    it('makes a manifest.yml beside stackato.yml, and never overwrites one', () => {
      const target = (files: Record<string, string>) => {
        const [action] = actions('name: a\n', 'stackato.yml', Invoked, files);
        const [create, edit] = action!.edit!.documentChanges as [{ kind: string; uri: string }, TextDocumentEdit];
        assert.equal(create.kind, 'create');
        assert.match((edit.edits[0] as TextEdit).newText, /applications:\n- name: a\n/);
        return create.uri.slice(create.uri.lastIndexOf('/') + 1);
      };
      assert.equal(target({}), 'manifest.yml');
      assert.equal(target({ 'manifest.yml': '' }), 'manifest.cloudfoundry.yml');
    });

    it('rewrites a manifest.yml', () => {
      const [action] = actions('name: a\nmem: 64M\n', 'manifest.yml', Invoked);
      assert.match(Object.values(action!.edit!.changes!)[0]![0]!.newText, /^- name: a\n {2}memory: 64M$/m);
    });

    it('is not offered by the lightbulb that follows the cursor, nor for Cloud Foundry', () => {
      assert.deepEqual(actions('name: a\n', 'stackato.yml', Automatic), []);
      assert.deepEqual(actions('applications:\n- name: a\n', 'manifest.yml', Invoked), []);
    });
  });
});
