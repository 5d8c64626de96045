// Texts built to hurt: checking takes time in proportion to their size, and no more is told of one kind than anybody reads.
import assert from 'node:assert/strict';
import { closest, distance } from '../../server/src/base/words';
import { diagnose } from '../../server/src/features/diagnostics';
import { open } from './support';

const times = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('');
const app = (rest: string) => `applications:\n- name: a\n  memory: 1G\n${rest}`;

/** What hurts, as a text of a size, and the size that is enough to see it. */
const traps: [name: string, size: number, text: (size: number) => string][] = [
  ['a long unknown key', 25_000, (size) => app(`  ${'x'.repeat(size)}: 1\n`)],
  ['unknown keys', 4_000, (size) => app(times(size, (i) => `  memry${i}: 1\n`))],
  ['one key, given again and again', 5_000, (size) => app(`  env:\n${times(size, (i) => `    A: ${i}\n`)}`)],
  [
    'sidecars of as many processes',
    400,
    (size) =>
      app(
        `  processes:\n${times(size, (i) => `  - type: p${i}\n`)}  sidecars:\n${times(size, (i) => `  - {name: s${i}, command: x, memory: 1M, process_types: [p${i}]}\n`)}`,
      ),
  ],
  [
    'values that a web process makes useless',
    250,
    (size) =>
      `applications:\n${times(size, (i) => `- name: a${i}\n  instances: x\n  timeout: y\n  processes: [{type: web}]\n`)}`,
  ],
  ['keys of one’s own with anchors', 5_000, (size) => times(size, (i) => `k${i}: &k${i} 1\n`) + app('')],
  [
    'aliases without an anchor',
    1_000,
    (size) => times(size, (i) => `x${i}: &x${i} 1\n`) + app(`  env:\n${times(size, (i) => `    A${i}: *y${i}\n`)}`),
  ],
  [
    'merges of one mapping, again and again',
    2_500,
    (size) => `d: &d {memory: 2G}\n${app(times(size, () => '  <<: *d\n'))}`,
  ],
  [
    'mappings that merge each other',
    250,
    (size) =>
      `${times(size, (i) => `k${i}: &k${i} {<<: *k${i - 1}, a${i}: 1}\n`).replace('<<: *k-1, ', '')}${app(`  env: {<<: *k${size - 1}}\n`)}`,
  ],
  ['further documents', 4_000, (size) => app('') + times(size, () => '---\na: 1\n')],
  [
    'blanks inside values',
    5_000,
    (size) =>
      app(
        ['command', 'instances', 'lifecycle', 'timeout'].map((key) => `  ${key}: "1${' '.repeat(size)}x"\n`).join(''),
      ),
  ],
];

/** Milliseconds of the processor, the best of three. */
function cost(text: string): number {
  const once = () => {
    const { document, session } = open(text);
    const before = process.cpuUsage();
    diagnose(document, session);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  return Math.min(once(), once(), once());
}

describe('texts built to hurt', function () {
  this.timeout(60_000);
  for (const [name, size, text] of traps) {
    it(`${name}: four times as many cost no more than some eight times as much`, () => {
      let [few, many] = [Infinity, Infinity];
      for (let attempt = 0; attempt < 3 && many >= 8 * Math.max(few, 10); attempt++) {
        few = Math.min(few, cost(text(size)));
        many = Math.min(many, cost(text(4 * size)));
      }
      assert.ok(many < 8 * Math.max(few, 10), `${few} ms, then ${many} ms`);
    });
  }

  it('a word too long to be a name is like no other', () => {
    assert.equal(distance('x'.repeat(1000), 'x'.repeat(999)), Infinity);
    assert.deepEqual(closest('memory'.repeat(1000), ['memory']), []);
  });

  it('of one kind a hundred are told, and how many more there are', () => {
    const { document, session } = open(app(`  env:\n${times(1000, (i) => `    A: ${i}\n`)}  memry: 1\n`));
    const found = diagnose(document, session).map(({ code, message }) => `${code} ${message}`);
    const same = found.filter((one) => one.startsWith('duplicate-key'));
    assert.equal(same.length, 101);
    assert.match(same.at(-1)!, /There are 1898 more problems of this kind/);
    assert.ok(found.some((one) => one.startsWith('unknown-key')));
  });
});
