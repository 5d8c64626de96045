// config.yml and launch.yml as the platform's builder reads them; each line was compared with what that builder made of it.
import assert from 'node:assert/strict';
import { launchOf, mergeProcesses, readConfig, readLaunch } from '../../../../client/src/staging/formats/launchYml';

const configs: [text: string, metadata: object][] = [
  ['name: N\nversion: 1.10\n', { name: 'N', version: '1.10' }],
  ['name: 5\nversion: true\n', { name: '5', version: 'true' }],
  ['name: [a]\nversion: 3\n', { name: '', version: '3' }],
  ['config: {entrypoint_prefix: /p}\n', { name: '', config: { entrypoint_prefix: '/p' } }],
  ['config: {other: x}\n', { name: '', config: {} }],
  ['config: x\n', { name: '', config: {} }],
  ['config:\n', { name: '' }],
  [
    'output_metadata: {a: x, b: 0x10, c: 010, d: yes, e: 1.10, f: ~, g: "1", h: 2001-01-01}\n',
    { name: '', output_metadata: { a: 'x', b: 16, c: 8, d: true, e: 1.1, f: null, g: '1', h: '2001-01-01' } },
  ],
  ['output_metadata: {1: a, true: b}\n', { name: '', output_metadata: { 1: 'a', true: 'b' } }],
  ['output_metadata: {a: [1, b]}\n', { name: '', output_metadata: { a: [1, 'b'] } }],
  ['name: N\noutput_metadata: [a]\n', { name: 'N' }],
  ['name: N\noutput_metadata: x\n', { name: 'N' }],
  ['name: N\noutput_metadata: {}\n', { name: 'N' }],
  ['name: N\n---\nname: M\n', { name: 'N' }],
  ['a: b: c\n', { name: '' }],
  ['- name: N\n', { name: '' }],
  ['', { name: '' }],
];

describe('config.yml', () => {
  for (const [text, metadata] of configs)
    it(JSON.stringify(text), () =>
      assert.deepEqual(readConfig('k', { state: 'file', text }), { key: 'k', ...metadata }),
    );
});

const entries = (text: string) => readLaunch({ state: 'file', text })!;
const sidecar = (memory: string) =>
  `processes:\n- type: s\n  command: c\n  limits: {memory: ${memory}}\n  platforms: {cloudfoundry: {sidecar_for: [web]}}\n`;

describe('launch.yml', () => {
  for (const [memory, megabytes] of [
    ['10', 10],
    ['0x10', 16],
    ['010', 8],
    ['1_000', 1000],
    ['1.5', 1],
    ['-1', -1],
    ['0', undefined],
    ['~', undefined],
  ] as const)
    it(`takes ${memory} for ${megabytes ?? 'no'} MB`, () =>
      assert.equal(launchOf(entries(sidecar(memory))).sidecars[0]?.memory, megabytes));

  for (const [text, message] of [
    ['- a\n', 'it is not a mapping (1:1)'],
    ['# which\nprocesses: x\n', 'processes is not a list (2:1)'],
    ['processes: {web: x}\n', 'processes is not a list (1:1)'],
    ['processes:\n- x\n', 'an entry of processes is not a mapping (2:3)'],
    ['processes:\n- type: web\n  command: [a]\n', 'command is not a string (3:3)'],
    ['processes:\n- type: web\n  limits: x\n', 'limits is not a mapping (3:3)'],
    ['processes:\n- type: web\n  platforms: x\n', 'platforms is not a mapping (3:3)'],
    [
      'processes:\n- type: a\n- type: web\n  platforms:\n    cloudfoundry: {sidecar_for: web}\n',
      'sidecar_for is not a list (5:20)',
    ],
    [
      'processes:\n- type: web\n  platforms: {cloudfoundry: {sidecar_for: [[web]]}}\n',
      'an entry of sidecar_for is not a string (3:44)',
    ],
    [sidecar('x'), 'memory: x is not a number of megabytes (4:12)'],
    ['processes:\n- type: web\n  command: "a\n', /\(\d:\d+\)$/],
  ] as const)
    it(`${JSON.stringify(text)} is refused, and where`, () => assert.throws(() => entries(text), { message }));

  for (const text of ['', '~\n', 'processes:\n', 'processes: []\n', 'other: x\n'])
    it(`${JSON.stringify(text)} has no processes`, () => assert.deepEqual(entries(text), []));

  it('takes what is missing for empty', () => {
    const { processes } = launchOf(
      entries('processes:\n- type: web\n  limits: ~\n  platforms: ~\n- command: c\n- ~\n'),
    );
    assert.deepEqual(processes, [
      { type: 'web', command: '' },
      { type: '', command: 'c' },
      { type: '', command: '' },
    ]);
  });

  it('a later process takes the place of an earlier sidecar of its type, and the other way round', () => {
    const side = entries(sidecar('1'));
    const main = [{ type: 's', command: 'p' }];
    assert.deepEqual(launchOf(mergeProcesses(side, main)), { processes: main, sidecars: [] });
    assert.deepEqual(launchOf(mergeProcesses(main, side)).processes, []);
  });
});
