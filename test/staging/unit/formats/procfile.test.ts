// The Procfile as the platform reads it: YAML, not lines.
import assert from 'node:assert/strict';
import { procfile } from '../../../../client/src/staging/formats/procfile';
import type { StagingFailure } from '../../../../client/src/staging/report/failure';

const commandsOf = (text: string) =>
  Object.fromEntries(procfile({ state: 'file', text }).map(({ type, command }) => [type, command]));

/** Text → the command of `web`. */
const commands: [text: string, web: string][] = [
  ['web: cmd', 'cmd'],
  ['web:    cmd   ', 'cmd'],
  ['web : cmd', 'cmd'],
  ['web:\tcmd', 'cmd'],
  ['web: |\n  a\n  \t\n  b\n', 'a\n\t\nb\n'],
  ['%YAML 1.1\n---\nweb: cmd', 'cmd'],
  ['"web": cmd', 'cmd'],
  ['web: cmd # comment', 'cmd'],
  ['web: run a#b', 'run a#b'],
  ['web: http://h:1/', 'http://h:1/'],
  ['web: a | b > c 2>&1', 'a | b > c 2>&1'],
  ['web: -x', '-x'],
  ['web: =x', '=x'],
  ['web: foo, bar', 'foo, bar'],
  ['web: a:b', 'a:b'],
  ['web: "quoted: yes"', 'quoted: yes'],
  ["web: 'it''s'", "it's"],
  ['web: 8080', '8080'],
  ['web: 1.10', '1.10'],
  ['web: 010', '010'],
  ['web: 0x10', '0x10'],
  ['web: true', 'true'],
  ['web: 2001-01-01', '2001-01-01'],
  ['web:', ''],
  ['web: ~', ''],
  ['web: null', ''],
  ['web: !cmd', ''],
  ['web: &x y', 'y'],
  ['web: |\n  a\n  b\n', 'a\nb\n'],
  ['web: >-\n  a\n  b\n', 'a b'],
  ['web: a\n  b', 'a b'],
  ['web: one\nweb: two', 'two'],
  ['web: one\n---\nweb: two', 'one'],
  ['---\nweb: one', 'one'],
  ['web: cmd\r\nworker: w\r\n', 'cmd'],
  ['\uFEFFweb: cmd', 'cmd'],
  ['{"web": "cmd"}', 'cmd'],
  ['worker: &c cmd\nweb: *c', 'cmd'],
  ['<<: {web: merged}\nworker: w', 'merged'],
  ['"<<": {web: merged}', 'merged'],
  ['<<: [{web: first}, {web: second}]', 'first'],
  ['<<: {web: merged}\nweb: own', 'own'],
];

const errors = [
  'web:cmd',
  'cmd',
  '- web: cmd',
  'web: {a: b}',
  'web: [a, b]',
  'web:\n  a: b',
  'web: a: b',
  'web: a: ',
  'web: "my app" --flag',
  "web: 'a' b",
  'web: [ -f x ] && y',
  'web: *.jar',
  'web: @x',
  'web: %x',
  'web: `id`',
  'web: > out cmd',
  'web: | tee',
  'web: "open',
  '\tweb: x',
  'web: a\u0001b',
  '<<: text',
  'web: && cmd',
  ': cmd',
  'web: cmd\n\t\nworker: w',
  '%YAML 1.2\n---\nweb: cmd',
  '%FOO\n---\nweb: cmd',
  '...\nweb: cmd',
];

const places: [text: string, place: string][] = [
  ['web: sh -c "echo a" --x: y', 'Procfile:1:24'],
  ['web: a\nworker:w\n', 'Procfile:2:1'],
  ['web: a\n\nworker: [b]\n', 'Procfile:3:1'],
  ['web: a\n: b\n', 'Procfile:2:1'],
  ['# start\n- web: a\n', 'Procfile:2:1'],
];

describe('the Procfile', () => {
  for (const [text, web] of commands)
    it(`${JSON.stringify(text)} starts ${JSON.stringify(web)}`, () => assert.equal(commandsOf(text).web, web));

  for (const text of errors)
    it(`${JSON.stringify(text)} is an error`, () =>
      assert.throws(
        () => commandsOf(text),
        (error: StagingFailure) => error.logged === 'Failed to read command from Procfile: invalid YAML',
      ));

  it('may have any types, told apart by their letters’ case', () =>
    assert.deepEqual(commandsOf('Web: a\nrelease: b\nmy-type_2: c\n'), { Web: 'a', release: 'b', 'my-type_2': 'c' }));

  it('may be empty, or missing', () => {
    assert.deepEqual(commandsOf(''), {});
    assert.deepEqual(commandsOf('# nothing\n'), {});
    assert.deepEqual(procfile({ state: 'missing' }), []);
  });

  for (const [text, place] of places)
    it(`${JSON.stringify(text)} is to be mended at ${place}`, () =>
      assert.throws(
        () => commandsOf(text),
        ({ details: { inApp } }: StagingFailure) => `${inApp?.file}:${inApp?.line}:${inApp?.column}` === place,
      ));

  it('is refused in one line, without a drawing of the place', () =>
    assert.throws(
      () => commandsOf('web: "open'),
      (error: StagingFailure) => !error.message.includes('\n') && error.message.includes('(1:'),
    ));

  it('cannot be a folder', () => assert.throws(() => procfile({ state: 'unreadable' }), /Procfile cannot be used/));
});
