import assert from 'node:assert/strict';
import { resolveManifest } from '../../server/src/manifest/resolve';
import type { ResolveOptions, ResolvedApplication } from '../../server/src/base/protocol';
import { app } from './problems';

const resolved = (text: string, options?: ResolveOptions, files: Record<string, string> = {}) =>
  resolveManifest(text, 'file:///project/manifest.yml', (path) => files[path], options);

const first = (...args: Parameters<typeof resolved>): ResolvedApplication => resolved(...args).applications[0]!;

describe('resolveManifest for Cloud Foundry', () => {
  it('applies anchors and merges, and tells where each value is written', () => {
    const text = `d: &d\n  memory: 1G\n  buildpacks: [a, b]\n${app('<<: *d', 'stack: s')}`;
    const { memory, buildpacks, stack } = first(text);
    assert.deepEqual([memory?.value, buildpacks.map((one) => one.value), stack?.value], ['1G', ['a', 'b'], 's']);
    assert.deepEqual(memory?.range, { start: { line: 1, character: 10 }, end: { line: 1, character: 12 } });
  });

  it('refuses a vars file that cf does not read, with its place', () => {
    const { problems } = resolved(
      app('memory: ((size))'),
      { variablesFiles: ['/vars.yml'] },
      { '/vars.yml': 'a: b\n- c\n' },
    );
    const { code, severity, uri, range } = problems[0]!;
    assert.deepEqual([code, severity, uri, range.start.line], ['variables-file', 'error', 'file:///vars.yml', 1]);
  });

  it('path is relative to the manifest, whose folder is also the default', () => {
    assert.equal(first(app('path: ../site')).path.value, '/site');
    assert.equal(first(app()).path.value, '/project');
  });

  it('the legacy buildpack, where null and default mean detection', () => {
    const buildpacks = (line: string) => first(app(line)).buildpacks.map(({ value }) => value);
    assert.deepEqual(['buildpack: a', 'buildpack: default', 'buildpack: ~', 'buildpacks: []'].map(buildpacks), [
      ['a'],
      [],
      [],
      [],
    ]);
  });

  it('a web process takes the place of the application’s own process attributes', () => {
    const { memory, command, disk } = first(
      app('memory: 1G', 'command: a', 'processes:', '- {type: web, disk_quota: 2G}'),
    );
    assert.deepEqual([memory, command, disk?.value], [undefined, undefined, '2G']);
  });

  it('commands null and default are those of the buildpack', () => {
    assert.deepEqual(
      ['command: ~', 'command: "null"', 'command: default'].map((line) => first(app(line)).command),
      [undefined, undefined, undefined],
    );
  });

  it('environment variables are what YAML makes of them', () => {
    const { env } = first(app('env:', '  A: 1.10', '  B: on', '  C: "on"', '  D: 0777', '  E:', '  F: [1, b]'));
    assert.deepEqual(
      Object.entries(env).map(([name, { value }]) => `${name}=${value}`),
      ['A=1.1', 'B=true', 'C=on', 'D=511', 'E=', 'F=[1,"b"]'],
    );
  });

  it('keys in any style', () => assert.equal(first(app('Disk-Quota: 1G')).disk?.value, '1G'));

  it('processes, sidecars, services, routes, health check and docker', () => {
    const { processes, sidecars, services, routes, healthCheck } = first(
      app(
        'processes: [{type: worker, command: w}]',
        'sidecars: [{name: s, command: c, process_types: [web, worker]}]',
        'services: [a, {name: b}]',
        'routes: [{route: a.example.com}]',
        'health-check-type: http',
        'health-check-http-endpoint: /health',
      ),
    );
    assert.deepEqual(
      processes.map(({ type, command }) => [type.value, command?.value]),
      [['worker', 'w']],
    );
    assert.deepEqual(
      sidecars.map(({ name, processTypes }) => [name.value, processTypes]),
      [['s', ['web', 'worker']]],
    );
    assert.deepEqual(
      services.map(({ name }) => name.value),
      ['a', 'b'],
    );
    assert.deepEqual([routes[0]?.value, healthCheck?.endpoint?.value], ['a.example.com', '/health']);
    assert.equal(first(app('docker: {image: a/b}')).docker?.value, 'a/b');
  });

  describe('variables', () => {
    const files = {
      '/vars.yml': 'size: 1G\nlist: [a, b]\ndb: {user: u, ports: [1, 2]}\non: 1.10\n',
      '/later.yml': 'size: 2G\n',
    };
    const variablesFiles = ['/vars.yml'];
    it('take the value’s type when they are the whole value', () => {
      assert.deepEqual(
        first(app('buildpacks: ((list))'), { variablesFiles }, files).buildpacks.map(({ value }) => value),
        ['a', 'b'],
      );
    });
    it('stand inside text, and follow dots', () => {
      const { env } = first(app('env: {A: "x-((db.user))-((db.ports.1))", B: "((!size))"}'), { variablesFiles }, files);
      assert.deepEqual([env.A?.value, env.B?.value], ['x-u-2', '1G']);
    });
    it('later files win, and values given by hand over all', () => {
      const memory = (options: ResolveOptions) => first(app('memory: ((size))'), options, files).memory?.value;
      assert.equal(memory({ variablesFiles: ['/vars.yml', '/later.yml'] }), '2G');
      assert.equal(memory({ variablesFiles, variables: { size: '3G' } }), '3G');
    });
    it('missing ones are asked for, wherever they stand; secret ones without showing what is typed', () => {
      const { questions, problems, applications } = resolved(
        app('stack: ((stack))', 'env: {A: ((db-password)), B: ((db.user))}'),
        { variablesFiles },
        files,
      );
      assert.deepEqual(
        questions.map(({ id, hidden }) => [id, hidden]),
        [
          ['var:stack', false],
          ['var:db-password', true],
        ],
      );
      assert.deepEqual(problems, []);
      assert.equal(applications[0]!.env.A?.value, '((db-password))');
    });
    it('answers count like values given by hand; a secret is text whatever it holds', () => {
      const { env, buildpacks } = first(app('buildpacks: ((list))', 'env: {A: ((db-password))}'), {
        answers: { 'var:list': '[a, b]', 'var:db-password': '[x]: #y' },
      });
      assert.deepEqual([buildpacks.map(({ value }) => value), env.A?.value], [['a', 'b'], '[x]: #y']);
    });
  });

  it('problems: syntax, no applications, wrong kinds', () => {
    const codes = (text: string) => resolved(text).problems.map(({ code }) => code);
    assert.deepEqual(codes(app('memory: "1G')), ['syntax']);
    assert.deepEqual(codes('applications: []\n'), ['no-applications']);
    assert.deepEqual(codes('applications:\n- a\n'), ['type']);
    assert.deepEqual(codes(app('buildpacks: a')), ['type']);
  });

  it('applications by their names, or all when one of the names is not there', () => {
    const text = 'applications:\n- name: a\n- name: b\n  buildpacks: x\n- name: c\n';
    const names = (...wanted: string[]) => {
      const { applications, problems } = resolveManifest(text, 'file:///p/manifest.yml', () => undefined, {
        applications: wanted,
      });
      return [applications.map(({ name }) => name.value).join(' '), problems.length];
    };
    assert.deepEqual(names('c', 'a'), ['a c', 0]);
    assert.deepEqual(names('b'), ['b', 1]);
    assert.deepEqual(names('a', 'x'), ['a b c', 1]);
  });

  it('a file of another tool has no platform and no applications', () => {
    assert.deepEqual(resolved('apiVersion: v1\nkind: Pod\n'), {
      uri: 'file:///project/manifest.yml',
      platform: undefined,
      applications: [],
      problems: [],
      questions: [],
    });
  });

  it('an application without a name is called after its folder', () => {
    const { name } = first('applications:\n- memory: 1G\n  path: site\n');
    assert.deepEqual(name, { value: 'site' });
  });
});
