import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { resolveManifest } from '../../../server/src/manifest/resolve';
import type { Located, ResolveOptions } from '../../../server/src/base/protocol';

const folder = join(process.cwd(), 'app');

/** Resolves `stackato.yml` of a folder; further files by name. */
function resolved(text: string, files: Record<string, string> = {}, options: ResolveOptions = {}) {
  const uri = pathToFileURL(join(folder, 'stackato.yml')).href;
  const byPath = new Map(Object.entries(files).map(([name, content]) => [join(folder, name), content]));
  return resolveManifest(text, uri, (path) => byPath.get(path), options);
}

const only = (text: string, files?: Record<string, string>, options?: ResolveOptions) => {
  const manifest = resolved(text, files, options);
  assert.equal(manifest.applications.length, 1);
  return { ...manifest.applications[0]!, problems: manifest.problems, questions: manifest.questions };
};
const values = (list: Located<string>[]) => list.map((one) => one.value);
const place = (text: string, located: Located<string> | undefined) => {
  const { start, end } = located!.range!;
  return text.split('\n')[start.line]!.slice(start.character, end.character);
};

describe('resolving a Stackato manifest', () => {
  describe('the three shapes of applications', () => {
    it('an application at the top level lives in app-dir', () => {
      const app = only('name: shop\napp-dir: target\nmem: 128M\n');
      assert.equal(app.name.value, 'shop');
      assert.equal(app.path.value, join(folder, 'target'));
      assert.equal(app.memory?.value, '128M');
    });

    it('an entry of a map lives in the folder that is its key, whatever its path says', () => {
      const app = only('applications:\n  web:\n    name: shop\n    path: elsewhere\n');
      assert.equal(app.path.value, join(folder, 'web'));
    });

    it('an item of a list lives in its path', () => {
      const { applications } = resolved('applications:\n- name: a\n  path: web\n- name: b\n');
      assert.deepEqual(
        applications.map((app) => [app.name.value, app.path.value]),
        [
          ['a', join(folder, 'web')],
          ['b', folder],
        ],
      );
    });

    it('an application at the top level wins over the entry of the same name', () => {
      const app = only(
        'name: a\nmem: 1G\napplications:\n- name: a\n  mem: 64M\n  instances: 3\n  stackato:\n    cron: x\n',
      );
      assert.equal(app.memory?.value, '1G');
      assert.deepEqual(values(app.cron), ['x']);
    });

    it('an application without a name is told, and called after its folder', () => {
      const app = only('mem: 64M\n');
      assert.equal(app.name.value, 'app');
      assert.match(app.problems[0]!.message, /name/);
    });

    it('nothing to stage is told', () => {
      assert.match(resolved('').problems[0]!.message, /no application/);
    });
  });

  describe('keys and their aliases', () => {
    for (const [text, memory, disk] of [
      ['mem: 1\nmemory: 2\n', '1', undefined],
      ['disk: 1\ndisk_quota: 2\n', undefined, '2'],
      ['memory: 2\ndisk: 3\n', '2', '3'],
    ])
      it(`${JSON.stringify(text)}: memory ${memory}, disk ${disk}`, () => {
        const app = only(`name: a\n${text}`);
        assert.deepEqual([app.memory?.value, app.disk?.value], [memory, disk]);
      });

    it('the stackato: and helion: blocks hold what stands at the top level otherwise', () => {
      for (const name of ['stackato', 'helion']) {
        const app = only(
          `applications:\n- name: a\n  env: {A: entry}\n  ${name}:\n    env: {A: block, B: block}\n    hooks: {pre-staging: make}\n`,
        );
        assert.equal(app.env.A?.value, 'entry');
        assert.equal(app.env.B?.value, 'block');
        assert.deepEqual(values(app.hooks['pre-staging']!.map((hook) => hook.command)), ['make']);
      }
    });

    it('url and urls are joined, host, subdomain and domain add to them, in lower case', () => {
      const app = only(
        'name: a\nurl: A.example.com\nurls: [b.example.com]\nhost: h\nsubdomain: s\ndomain: Example.org\n',
      );
      assert.deepEqual(values(app.routes), ['a.example.com', 'b.example.com', 'h.example.org', 's.example.org']);
      assert.deepEqual(values(only('name: a\nurl: x.example.com\nno-route: yes\n').routes), []);
    });

    it('framework, runtime and the buildpack of Stackato 2', () => {
      assert.equal(only('name: a\nframework: php\n').framework?.value, 'php');
      assert.equal(only('name: a\nframework: {type: php, runtime: php}\n').framework?.value, 'php');
      const app = only('name: a\nframework: {type: buildpack}\nenv: {BUILDPACK_URL: https://example.com/bp.git}\n');
      assert.deepEqual(values(app.buildpacks), ['https://example.com/bp.git']);
    });

    it('buildpack: ~ and an empty one select nothing', () => {
      for (const value of ['~', '', 'null']) assert.deepEqual(only(`name: a\nbuildpack: ${value}\n`).buildpacks, []);
    });

    it('services with their types in all forms', () => {
      const app = only('name: a\nservices:\n  ${name}-db: mysql\n  mq: {label: rabbit, type: x}\n  old:\n');
      assert.deepEqual(
        app.services.map(({ name, type }) => [name.value, type]),
        [
          ['a-db', 'mysql'],
          ['mq', 'rabbit'],
          ['old', undefined],
        ],
      );
      assert.deepEqual(
        only('name: a\nservices: [one, two]\n').services.map((one) => one.name.value),
        ['one', 'two'],
      );
    });

    it('ignores: none means the defaults, [] means everything', () => {
      assert.equal(only('name: a\n').ignores, undefined);
      assert.deepEqual(only('name: a\nignores: []\n').ignores, []);
    });

    it('a worker has no web process', () => {
      assert.deepEqual(only('name: a\nprocesses: {web: ~}\n').processes, []);
      assert.equal(only('name: a\nprocesses: {web: run $PORT}\n').processes[0]?.command?.value, 'run $PORT');
    });

    it('values are raw text', () => {
      const app = only('name: 1.0\nenv: {A: yes, B: ~, C: 010}\n');
      assert.deepEqual(
        [app.name.value, app.env.A?.value, app.env.B?.value, app.env.C?.value],
        ['1.0', 'yes', '~', '010'],
      );
    });
  });

  describe('hooks', () => {
    const hooks = (text: string) => only(`name: a\nhooks:\n${text}`).hooks;
    it('a leading dash lets a command fail', () => {
      assert.deepEqual(
        hooks('  post-staging:\n  - make\n  - "-rm x"\n  - "- rm y"\n')['post-staging']!.map((hook) => [
          hook.command.value,
          hook.ignoreFailure,
        ]),
        [
          ['make', false],
          ['rm x', true],
          ['rm y', true],
        ],
      );
    });
    it('a single text is one command, but split at blanks in pre-push', () => {
      assert.deepEqual(values(hooks('  pre-staging: make all\n')['pre-staging']!.map((hook) => hook.command)), [
        'make all',
      ]);
      assert.deepEqual(values(hooks('  pre-push: make all\n')['pre-push']!.map((hook) => hook.command)), [
        'make',
        'all',
      ]);
      assert.deepEqual(values(hooks('  pre-push:\n  - make all\n')['pre-push']!.map((hook) => hook.command)), [
        'make all',
      ]);
    });
    it('each knows its place', () => {
      const text = 'name: a\nhooks:\n  pre-staging:\n  - make all\n';
      assert.equal(place(text, only(text).hooks['pre-staging']![0]!.command), 'make all');
    });
  });

  it('requirements by phase, nested lists as repositories', () => {
    const app = only(
      'name: a\nrequirements:\n  ubuntu: [libpq-dev, ["ppa:gophers/go"]]\n  staging: {ubuntu: gcc make}\n  running: {unix: [curl]}\n  redhat: [x]\n',
    );
    assert.deepEqual(
      app.requirements.map((one) => `${one.package.value} ${one.when}${one.repository ? ' repository' : ''}`),
      ['libpq-dev both', 'ppa:gophers/go both repository', 'gcc staging', 'make staging', 'curl running'],
    );
  });

  describe('variables', () => {
    it('the long form is a question, answered by its default or by the user', () => {
      const text =
        'name: a\nenv:\n  COLOR:\n    default: red\n    prompt: Which colour\n    choices: [red, blue]\n    required: y\n    inherit: on\n';
      const app = only(text);
      assert.equal(app.env.COLOR?.value, 'red');
      const { range, ...question } = app.env.COLOR!.question!;
      assert.ok(range);
      assert.deepEqual(question, {
        id: 'env:a:COLOR',
        prompt: 'Which colour',
        default: 'red',
        choices: ['red', 'blue'],
        required: true,
        inheritFrom: 'COLOR',
      });
      assert.equal(only(text, {}, { answers: { 'env:a:COLOR': 'blue' } }).env.COLOR?.value, 'blue');
    });
    it('the prompt has a default', () => {
      assert.equal(only('name: a\nenv:\n  X: {required: yes}\n').questions[0]?.prompt, 'Enter X');
    });
  });

  describe('symbols', () => {
    it('are replaced in values and keys, also in what they are replaced by', () => {
      const app = only(
        'name: a\nproperties: {tier: "${name}-gold"}\nenv:\n  T: x-${tier}\n  ${tier}: y\ncommand: run ${ tier }\n',
      );
      assert.equal(app.env.T?.value, 'x-a-gold');
      assert.equal(app.env['a-gold']?.value, 'y');
      assert.equal(app.command?.value, 'run a-gold');
    });
    it('own top-level keys are symbols', () => {
      assert.equal(only('name: a\ntier: gold\ncommand: ${tier}\n').command?.value, 'gold');
      assert.equal(only('tier: gold\napplications:\n- name: a\n  command: ${tier}\n').command?.value, 'gold');
    });
    it('each application has its own', () => {
      const { applications } = resolved('applications:\n- name: a\n  url: ${name}.x\n- name: b\n  url: ${name}.x\n');
      assert.deepEqual(
        applications.map((app) => app.routes[0]?.value),
        ['a.x', 'b.x'],
      );
    });
    it('inside framework, name is that of the framework', () => {
      const app = only(
        'name: a\nproperties: {n: "${name}"}\nframework: {type: php, document-root: x}\ncommand: ${n}\n',
      );
      assert.equal(app.command?.value, 'a');
    });
    it('${ask} is a question', () => {
      const text = 'name: ${ask Name of the app}\n';
      assert.deepEqual(
        only(text).questions.map(({ id, prompt }) => [id, prompt]),
        [['ask:Name of the app', 'Name of the app']],
      );
      assert.equal(only(text, {}, { answers: { 'ask:Name of the app': 'shop' } }).name.value, 'shop');
    });
    it('the target is made up, unless the manifest or the user names it', () => {
      const text = 'name: a\nurl: a.${target-base}\n';
      assert.equal(only(text).routes[0]?.value, 'a.stackato.local');
      assert.equal(only(`${text}target: api.example.com\n`).routes[0]?.value, 'a.example.com');
      assert.equal(only(text, {}, { variables: { 'target-base': 'example.org' } }).routes[0]?.value, 'a.example.org');
    });
    for (const [what, text, message] of [
      ['an unknown one', 'name: a\ncommand: ${nope}\n', /Unknown symbol `nope`/],
      ['a cycle', 'name: a\nproperties: {x: "${y}", y: "${x}"}\ncommand: ${x}\n', /Circular.*`x` → `y` → `x`/],
      ['an old spelling', 'name: a\nmem: 64M\ncommand: ${mem}\n', /Write `\$\{memory\}`/],
      ["the shell's", 'name: a\ncommand: run ${PORT}\n', /write `\$PORT` without braces/],
    ] as const)
      it(`${what} is told`, () => {
        const [problem] = only(text).problems;
        assert.match(problem!.message, message);
        assert.equal(problem!.severity, 'error');
      });
    it('environment variables cannot name each other', () => {
      assert.match(only('name: a\nenv: {A: x, B: "${A}"}\n').problems[0]!.message, /Unknown symbol `A`/);
    });
  });

  describe('inherit', () => {
    it('merges mappings; this file wins, an earlier parent over a later one', () => {
      const app = only('inherit: [one.yml, two.yml]\nname: a\nenv: {A: main}\n', {
        'one.yml': 'name: a\nenv: {A: one, B: one}\nignores: [x]\n',
        'two.yml': 'name: a\nenv: {A: two, B: two, C: two}\nignores: [y]\nmem: 1G\n',
      });
      assert.deepEqual([app.env.A?.value, app.env.B?.value, app.env.C?.value], ['main', 'one', 'two']);
      assert.deepEqual(values(app.ignores!), ['x']);
      assert.equal(app.memory?.value, '1G');
    });
    it('values know the file they come from', () => {
      const app = only('inherit: one.yml\nname: a\n', { 'one.yml': 'name: a\nmem: 1G\n' });
      assert.equal(app.memory?.uri, pathToFileURL(join(folder, 'one.yml')).href);
      assert.deepEqual(app.memory?.range?.start, { line: 1, character: 5 });
    });
    it('paths start at the folder of the file that inherits', () => {
      const app = only('inherit: base/one.yml\nname: a\n', {
        'base/one.yml': 'inherit: two.yml\nname: a\n',
        'base/two.yml': 'name: a\nmem: 2G\napp-dir: web\n',
      });
      assert.equal(app.memory?.value, '2G');
      assert.equal(app.path.value, join(folder, 'web'));
    });
    it('a parent without a name counts for every application', () => {
      const { applications, problems } = resolved('inherit: one.yml\napplications:\n- name: a\n- name: b\n', {
        'one.yml': 'env: {A: one}\n',
      });
      assert.deepEqual(
        applications.map((app) => app.env.A?.value),
        ['one', 'one'],
      );
      assert.deepEqual(problems, []);
    });
    it('inherited symbols', () => {
      assert.equal(
        only('inherit: p.yml\nname: a\ncommand: ${tier}\n', { 'p.yml': 'properties: {tier: gold}\n' }).command?.value,
        'gold',
      );
    });
    it('a missing file, a cycle and a symbol in the path are told', () => {
      assert.match(only('inherit: no.yml\nname: a\n').problems[0]!.message, /`no\.yml` does not exist/);
      assert.match(only('inherit: "${name}.yml"\nname: a\n').problems[0]!.message, /not replaced/);
      const cycle = only('inherit: one.yml\nname: a\n', { 'one.yml': 'inherit: stackato.yml\nname: a\n' });
      assert.match(cycle.problems[0]!.message, /stackato\.yml → one\.yml → stackato\.yml/);
    });
  });
});
