// What the schema of manifest.yml offers to readers: every key of every scope, with texts, links and snippets.
import assert from 'node:assert/strict';
import { layoutOf, renderValue, withoutTabStops } from '../../server/src/yaml/layout';
import { manifestSchema } from '../../server/src/schema/schemas';
import type { Schema } from '../../server/src/schema/schema';
import { parse } from '../../server/src/yaml/parse';

/** Every listed property of every scope, once. */
function properties(schema: Schema, path = '', seen = new Set<Schema>()): [path: string, schema: Schema][] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  return schema.alternatives.flatMap((one) => [
    ...one.propertyNames.flatMap((key): [string, Schema][] => {
      const property = one.listed(key)!;
      return [[`${path}.${key}`, property], ...properties(property, `${path}.${key}`, seen)];
    }),
    ...(one.items ? properties(one.items, `${path}[]`, seen) : []),
    ...(one.additional ? properties(one.additional, `${path}.*`, seen) : []),
  ]);
}

const scopes: [scope: string, keys: string][] = [
  ['', 'version applications'],
  [
    '.applications[]',
    'name lifecycle buildpacks buildpack stack docker cnb-credentials path command instances memory disk_quota log-rate-limit-per-second timeout health-check-type health-check-http-endpoint health-check-invocation-timeout health-check-interval readiness-health-check-type readiness-health-check-http-endpoint readiness-health-check-invocation-timeout readiness-health-check-interval env features metadata routes no-route random-route default-route services sidecars processes host hosts domain domains no-hostname droplet-path',
  ],
  [
    '.applications[].processes[]',
    'type command user instances memory disk_quota log-rate-limit-per-second timeout health-check-type health-check-http-endpoint health-check-invocation-timeout health-check-interval readiness-health-check-type readiness-health-check-http-endpoint readiness-health-check-invocation-timeout readiness-health-check-interval health-check-timeout',
  ],
  ['.applications[].sidecars[]', 'name command process_types memory'],
  ['.applications[].routes[]', 'route protocol options'],
  ['.applications[].routes[].options', 'loadbalancing hash_header hash_balance'],
  ['.applications[].services[]', 'name parameters binding_name'],
  ['.applications[].docker', 'image username'],
  ['.applications[].metadata', 'labels annotations'],
  ['.applications[].features', 'ssh revisions service-binding-k8s file-based-vcap-services'],
  ['.applications[].cnb-credentials.*', 'username password token'],
];

describe('texts of the schema', () => {
  for (const [scope, keys] of scopes) {
    it(`lists the keys of ${scope || 'the document'}`, () => {
      const known = new Map(properties(manifestSchema));
      for (const key of keys.split(' ')) assert.ok(known.has(`${scope}.${key}`), `${scope}.${key}`);
    });
  }

  it('describes every key: a line for lists, a text for hovers', () => {
    for (const [path, schema] of properties(manifestSchema)) {
      assert.ok(schema.description && schema.description.length <= 110, `${path}: ${schema.description}`);
      if (!path.includes('.*')) assert.ok(schema.markdownDescription ?? schema.description, path);
    }
  });

  it('gives every attribute that is not outdated a link to the documentation', () => {
    for (const [path, schema] of properties(manifestSchema)) {
      if (schema.deprecationMessage || path.includes('.*')) continue;
      assert.match(schema.markdownDescription ?? '', /\]\(https:\/\//, path);
    }
  });

  it('says what to do instead of every outdated key', () => {
    const outdated = properties(manifestSchema).filter(
      ([, schema]) => schema.ignored || schema.forbidden || schema.use,
    );
    assert.ok(outdated.length > 30);
    // What is wrong with `variables` is said by a rule.
    for (const [path, schema] of outdated) assert.ok(schema.deprecationMessage ?? path === '.variables', path);
  });

  it('has snippets that are YAML, in every style of lists', () => {
    for (const [path, schema] of properties(manifestSchema)) {
      for (const { body } of schema.snippets) {
        for (const list of [0, 2]) {
          const text = `key:${withoutTabStops(renderValue(body, 0, { step: 2, list }))}\n`;
          assert.deepEqual(parse(text).errors, [], `${path}:\n${text}`);
        }
      }
    }
    assert.deepEqual(layoutOf(parse('a:\n    b: 1\nc:\n- d\n')), { step: 4, list: 0 });
  });
});
