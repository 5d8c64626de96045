// The schema files: valid draft-07, and of one mind with a standard validator.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { load } from 'js-yaml';
import { parse } from '../../server/src/yaml/parse';
import { platforms } from '../../server/src/manifest/platforms';
import { manifestSchema } from '../../server/src/schema/schemas';
import { checks } from '../../server/src/manifest/checks';
import type { Schema } from '../../server/src/schema/schema';
import { validate } from '../../server/src/checks/validate';
import { app } from './problems';

const schemaFile = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, '../../schemas', name), 'utf8')) as Record<string, unknown>;

/** A validator that knows our own keywords only by name. */
function validator(name: string) {
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
  return ajv.compile(schemaFile(name));
}

/** Every schema reachable from one. */
function all(schema: Schema, seen = new Set<Schema>()): Set<Schema> {
  if (seen.has(schema)) return seen;
  seen.add(schema);
  const inner = [
    ...schema.propertyNames.map((key) => schema.listed(key)!),
    schema.items,
    schema.additional,
    ...schema.anyOf,
  ];
  for (const one of inner) if (one) all(one, seen);
  return seen;
}

/** Manifests both must accept. */
const good = [
  app(),
  app(
    'memory: 1.5G',
    'disk_quota: 512MB',
    'log-rate-limit-per-second: -1',
    'instances: 0',
    'timeout: 60',
    'command: ~',
  ),
  app('buildpacks: [java_buildpack]', 'stack: cflinuxfs4', 'path: .', 'lifecycle: buildpack'),
  app(
    'env: {A: b, C: 1}',
    'services: [db, {name: cache, parameters: {a: 1}, binding_name: c}]',
    'features: {ssh: true}',
  ),
  app('routes: [{route: a.example.com, protocol: http2, options: {loadbalancing: round-robin}}]', 'no-route: false'),
  app('processes: [{type: web, memory: 1G, health-check-type: http, health-check-http-endpoint: /x}]'),
  app('sidecars: [{name: s, command: c, process_types: [web], memory: 256M}]'),
  app('metadata: {labels: {team: a}, annotations: {contact: b}}', 'docker: {image: a/b}'),
  app('memory: ((m))', 'instances: ((n))', 'routes: ((r))', 'no-route: ((b))', 'env: ((e))', 'processes: ((p))'),
  `x-own: &a {memory: 1G}\nversion: 1\n${app()}`,
];

/** Manifests both must refuse. */
const bad = [
  'applications: []\n',
  'applications: web\n',
  'memory: 1G\n',
  app('memory: 1024'),
  app('memory: much'),
  app('disk_quota: 5X'),
  app('log-rate-limit-per-second: 9999'),
  app('instances: -1'),
  app('instances: two'),
  app('timeout: -1'),
  app('no-route: maybe'),
  app('health-check-type: tcp'),
  app('health-check-http-endpoint: health'),
  app('buildpacks: java_buildpack'),
  app('buildpacks: [99]'),
  app('command: 5'),
  app('stack: [a]'),
  app('env: [A]'),
  app('env:'),
  app('services: {a: b}'),
  app('services: [{nam: a}]'),
  app('features: {shell: true}'),
  app('features: {}'),
  app('metadata: {label: {}}'),
  app('routes: [a.example.com]'),
  app('routes: [{root: a}]'),
  app('routes: [{route: a.b, protocol: HTTP2}]'),
  app('routes: [{route: a.b, options: {sticky: true}}]'),
  app('processes: [{command: a}]'),
  app('processes: [{type: a, health-check-timeout: 5}]'),
  app('sidecars: [{name: a, command: b}]'),
  app('sidecars: [{name: a, command: b, process_types: []}]'),
  app('docker: {username: a}'),
];

describe('schemas', () => {
  for (const name of ['manifest.schema.json', 'stackato.schema.json']) {
    it(`${name} is valid draft-07`, () => {
      const ajv = new Ajv({ strict: false, logger: false });
      assert.equal(ajv.validateSchema(schemaFile(name)), true, JSON.stringify(ajv.errors));
      assert.doesNotThrow(() => validator(name));
    });
  }

  describe('our walker and a standard validator agree', () => {
    const standard = validator('manifest.schema.json');
    const ours = (text: string) =>
      validate(parse(text), platforms.cloudfoundry, checks.cloudfoundry.formats)
        .problems.filter(({ severity }) => severity === 'error')
        .map(({ message }) => message);
    for (const text of good) {
      it(`accepting ${JSON.stringify(text.slice('applications:\n- name: my-app\n'.length)).slice(0, 60)}`, () => {
        assert.deepEqual(ours(text), []);
        assert.equal(standard(load(text)), true, JSON.stringify(standard.errors));
      });
    }
    for (const text of bad) {
      it(`refusing ${JSON.stringify(text.replace('applications:\n- name: my-app\n', '')).slice(0, 60)}`, () => {
        assert.notDeepEqual(ours(text), []);
        assert.equal(standard(load(text)), false);
      });
    }
  });

  it('every format a schema names is known', () => {
    const elsewhere = ['env', 'labels', 'annotations']; // of mappings: rules check their keys
    for (const { id, schema } of [platforms.cloudfoundry]) {
      const { formats } = checks[id];
      const unknown = [...all(schema)].flatMap(({ format }) =>
        !format || formats[format] || elsewhere.includes(format) ? [] : format,
      );
      assert.deepEqual([...new Set(unknown)], []);
    }
  });

  it('every key of an application has a description', () => {
    const application = manifestSchema.listed('applications')!.items!;
    assert.deepEqual(
      application.propertyNames.filter((key) => !application.listed(key)?.description),
      [],
    );
  });

  it('keys are found in any style where the platform does so', () => {
    const application = manifestSchema.listed('applications')!.items!;
    const written = ['disk-quota', 'diskQuota', 'DISK_QUOTA', 'Health_Check_Type', 'healthCheckHttpEndpoint'];
    assert.deepEqual(
      written.map((key) => application.propertyName(key)),
      ['disk_quota', 'disk_quota', 'disk_quota', 'health-check-type', 'health-check-http-endpoint'],
    );
  });
});
