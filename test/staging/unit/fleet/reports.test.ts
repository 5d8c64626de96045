import assert from 'node:assert/strict';
import { changesOf } from '../../../../client/src/staging/fleet/comparison';
import type { CellResult } from '../../../../client/src/staging/fleet/cell';
import { reports } from '../../../../client/src/staging/fleet/reports';

const staged = (application: string, more: Partial<CellResult> = {}): CellResult => ({
  application,
  engine: 'docker',
  outcome: 'staged',
  ms: 1500,
  size: 1024,
  sha256: 'a',
  startCommand: './run',
  builtBy: ['ruby 1.0'],
  ...more,
});
const failed = (application: string, message: string): CellResult => ({
  application,
  engine: 'docker',
  outcome: 'BuildpackCompileFailed',
  message,
  ms: 500,
});

describe('what has changed since an earlier run', () => {
  const cases: [what: string, before: CellResult[], after: CellResult[], expected: string[]][] = [
    ['nothing', [staged('a')], [staged('a', { ms: 9, reused: true })], []],
    ['a cell broke', [staged('a')], [failed('a', 'no gcc')], ['broken a · docker: no gcc']],
    ['a cell was mended', [failed('a', 'no gcc')], [staged('a')], ['mended a · docker: no gcc']],
    ['it fails for another reason', [failed('a', 'x')], [failed('a', 'y')], ['changed a · docker: failure: x → y']],
    [
      'start command, size and buildpack',
      [staged('a')],
      [staged('a', { startCommand: './go', size: 3072, builtBy: ['ruby 1.1'] })],
      ['changed a · docker: buildpacks: ruby 1.0 → ruby 1.1; start command: ./run → ./go; size: +2 KB'],
    ],
    ['content', [staged('a')], [staged('a', { sha256: 'b' })], ['changed a · docker: the content of some files']],
    [
      'cells come and go',
      [staged('old')],
      [staged('new')],
      ['new new · docker: staged', 'gone old · docker: not in this run'],
    ],
    [
      'what broke comes first',
      [staged('a'), staged('b')],
      [staged('a', { startCommand: './go' }), failed('b', 'no gcc')],
      ['broken b · docker: no gcc', 'changed a · docker: start command: ./run → ./go'],
    ],
  ];
  for (const [what, before, after, expected] of cases)
    it(what, () =>
      assert.deepEqual(
        changesOf(before, after).map(({ kind, cell, what: said }) => `${kind} ${cell}: ${said.join('; ')}`),
        expected,
      ),
    );
});

describe('reports of a fleet', () => {
  const run = { title: 'm.yml', results: [staged('a'), failed('b', 'say "no" & <go>\u0007')] };

  it('as JUnit XML have a suite for each application', () =>
    assert.equal(
      reports['.xml']!(run),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="m.yml" tests="2" failures="1" time="2.000">
  <testsuite name="a" tests="1" failures="0" time="1.500">
    <testcase classname="a" name="docker" time="1.500"/>
  </testsuite>
  <testsuite name="b" tests="1" failures="1" time="0.500">
    <testcase classname="b" name="docker" time="0.500"><failure type="BuildpackCompileFailed" message="a buildpack could not build the app">say &quot;no&quot; &amp; &lt;go&gt;\ufffd</failure></testcase>
  </testsuite>
</testsuites>
`,
    ));
  it('as Markdown have a row for each cell', () =>
    assert.match(
      reports['.md']!(run),
      /^# m\.yml: 1 of 2 staged\n[^]*\| a · docker \| staged \| 1\.5 s \| 1(\.0)? KB \| \.\/run \|\n/,
    ));
  it('as JSON can be read again', () =>
    assert.deepEqual((JSON.parse(reports['.json']!(run)) as { results: unknown }).results, run.results));
});
