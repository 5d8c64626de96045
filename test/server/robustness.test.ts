// Nothing a user types may stop the server: random edits of manifests, and texts built to hurt.
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { ManifestDocument } from '../../server/src/session/document';
import { diagnose } from '../../server/src/features/diagnostics';
import { resolveManifest } from '../../server/src/manifest/resolve';
import { parse } from '../../server/src/yaml/parse';
import { pathOf } from '../../server/src/yaml/tree';
import { comments } from '../../server/src/yaml/comments';
import { nodeAt } from '../../server/src/yaml/nodeAt';
import type { YamlNode } from '../../server/src/yaml/tree';
import { open } from './support';

const manifests = [
  `---
# shared by all
defaults: &defaults
  buildpacks:
  - nodejs_buildpack # the newest
  - https://github.com/cloudfoundry/java-buildpack.git#v4
  memory: 512M
  env: &env {NODE_ENV: production, "FLAG": 'on'}
applications:
- name: web
  <<: *defaults
  routes:
  - route: web.((domain))/path
    options: {loadbalancing: round-robin}
  processes:
  - type: worker
    command: >-
      bundle exec
      rake "work: hard"
- name: "second \\u0041pp"
  <<: [*defaults]
  env:
    <<: *env
    SCRIPT: |
      echo "# no comment"
      exit
  services: [db, {name: cache, parameters: {a: [1, 2]}}]
`,
  `name: single
mem: 256M
stackato:
  hooks:
    pre-staging:
    - echo \${name}
applications:
  .:
    name: x
`,
];

/** `EDITS=10000` for a long look. */
const edits = Number(process.env.EDITS ?? 1000);

/** Repeatable random numbers. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

const snippets = [
  '\\n',
  ' ',
  '  ',
  '-',
  '- ',
  ':',
  ': ',
  '\\t',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  '&a ',
  '*a',
  '<<: ',
  '|',
  '>',
  '#',
  '((',
  '))',
  '!!str ',
  '---\\n',
  '%',
  '@',
  '\\u0000',
  '\\r\\n',
  'é',
  '😀',
  '? ',
  ',',
].map((text) => JSON.parse(`"${text.replace(/"/g, '\\"')}"`) as string);

function edit(text: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  switch (random(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random(12));
    case 1:
      return text.slice(0, at) + text.slice(random(text.length), random(text.length)) + text.slice(at);
    default:
      return text.slice(0, at) + snippets[random(snippets.length)] + text.slice(at);
  }
}

/** Offsets lie inside the text and inside the parent, and plain scalars stand where the tree says. */
function assertSound(node: YamlNode, text: string, from = 0, to = text.length): void {
  assert.ok(
    from <= node.start && node.start <= node.end && node.end <= to,
    `offsets of ${pathOf(node).join('.')} in\n${text}`,
  );
  if (node.kind === 'mapping') {
    for (const { key, value } of node.pairs) {
      assertSound(key, text, node.start, node.end);
      assertSound(value, text, key.end, node.end);
    }
  } else if (node.kind === 'sequence') node.items.forEach((item) => assertSound(item, text, node.start, node.end));
  else if (node.kind === 'scalar' && node.style === 'plain' && !/\s/.test(node.text)) {
    assert.equal(text.slice(node.start, node.end), node.text, `in\n${text}`);
  }
}

describe('robustness', () => {
  it('random edits never throw or hang, and leave positions right', function () {
    this.timeout(120_000);
    const random = randomNumbers(7);
    const { session } = open('');
    let slowest = 0;
    for (let round = 0; round < edits / 10; round++) {
      let text = manifests[round % manifests.length]!;
      for (let step = 0; step < 10; step++) {
        text = edit(text, random);
        const started = performance.now();
        const document = ManifestDocument.create('file:///project/manifest.yml', 'cf-manifest', 1, text);
        const found = diagnose(document, session);
        resolveManifest(text, document.uri, () => undefined);
        slowest = Math.max(slowest, performance.now() - started);
        if (document.tree.root) assertSound(document.tree.root, text);
        comments(document.tree);
        nodeAt(document.tree, random(text.length + 1));
        for (const { range } of found) assert.ok(document.offsetAt(range.start) <= document.offsetAt(range.end));
      }
    }
    assert.ok(slowest < 1000, `one edit took ${slowest} ms`);
  });

  it('aliases that multiply are visited once', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`);
    const { document, session } = open(
      `a0: &a0 [x, y]\n${levels.join('\n')}\napplications:\n- name: a\n  env: {A: *a30}\n  services: *a30\n`,
    );
    const started = performance.now();
    diagnose(document, session);
    assert.ok(performance.now() - started < 500);
  });

  it('merges that multiply are followed once', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1}\n  <<: [*a${i}, *a${i}]`);
    const { document, session } = open(
      `a0: &a0 {memory: 1G}\n${levels.join('\n')}\napplications:\n- name: a\n  <<: *a30\n`,
    );
    const started = performance.now();
    assert.deepEqual(
      diagnose(document, session).map(({ code }) => code),
      ['excessive-aliasing'],
    );
    assert.ok(performance.now() - started < 500);
  });

  it('deep nesting is an error of that line, not a crash', () => {
    assert.equal(parse(`a: ${'['.repeat(5000)}\nb: c\n`).errors.length > 0, true);
  });
});
