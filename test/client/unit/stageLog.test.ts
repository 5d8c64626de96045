import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { fileLines, phaseLine, phaseTitle, terminalLines } from '../../../client/src/staging/report/stageLog';
import type { Look } from '../../../client/src/staging/report/stageLog';
import { untranslated as t } from '../../../client/src/staging/report/translate';
import type { PhaseEvent, StagingEvent } from '../../../client/src/staging/report/events';
import { onCommandLine } from '../../../server/src/base/remedy';

const look: Look = { t, means: onCommandLine, short: (path) => path.replace('/ws/', '') };
const at = 65_000;
const shown = (event: StagingEvent) => terminalLines(event, at, look).map(stripVTControlCharacters);

describe('the log of a staging', () => {
  const cases: [what: string, event: StagingEvent, lines: string[]][] = [
    [
      'a phase begins',
      { event: 'phase', phase: 'compile', state: 'started', buildpack: 'ruby' },
      [' 1:05 ▸ Compiling · ruby'],
    ],
    [
      'a phase ends',
      { event: 'phase', phase: 'compile', state: 'done', buildpack: 'ruby', ms: 4200 },
      [' 1:05 ✔ Compiled · ruby · 4.2 s'],
    ],
    [
      'a phase fails',
      { event: 'phase', phase: 'detect', state: 'failed', ms: 300 },
      [' 1:05 ✖ Failed: detecting · 300 ms'],
    ],
    [
      'a phase is skipped',
      { event: 'phase', phase: 'detect', state: 'skipped', detail: 'buildpacks are named' },
      [' 1:05 - Skipped: detecting · buildpacks are named'],
    ],
    [
      'output of a buildpack',
      { event: 'log', phase: 'compile', stream: 'stdout', text: '-----> Done' },
      ['-----> Done'],
    ],
    [
      'a problem, with what there is to read about it',
      {
        event: 'problem',
        code: 'X',
        severity: 'error',
        message: 'It broke.',
        file: '/ws/m.yml',
        line: 3,
        related: [{ message: 'one\ntwo' }, { message: 'three', file: '/ws/a.c', line: 2 }],
      },
      ['', '✖ Error: It broke. m.yml:3:1', '        one', '        two', '        three a.c:2:1'],
    ],
    [
      'success',
      {
        event: 'result',
        outcome: 'staged',
        exitCode: 0,
        application: 'web',
        droplet: '/ws/d.tgz',
        size: 32_600_000,
        startCommand: 'node .',
        ms: 48_000,
        phases: {},
      },
      ['', '✔ Staged web in 48 s.', '  droplet: 31 MB · d.tgz', '  start command: node .'],
    ],
    [
      'failure',
      { event: 'result', outcome: 'NoAppDetected', exitCode: 222, application: 'web', ms: 900, phases: {} },
      ['', '✖ Staging web failed after 900 ms: no buildpack detected the app (exit status 222).'],
    ],
    [
      'cancelling is no failure',
      { event: 'result', outcome: 'Cancelled', exitCode: 130, application: 'web', ms: 900, phases: {} },
      ['', '■ Cancelled after 900 ms.'],
    ],
  ];
  for (const [what, event, lines] of cases) it(what, () => assert.deepEqual(shown(event), lines));

  it('keeps the colours of a buildpack in the terminal and leaves them out of the file', () => {
    const event: StagingEvent = { event: 'log', phase: 'compile', stream: 'stdout', text: '\x1b[31mred\x1b[0m' };
    assert.deepEqual(terminalLines(event, at, look), ['\x1b[31mred\x1b[0m']);
    assert.deepEqual(fileLines(event, at, look), ['        red']);
  });

  it('says success and failure in words, not by colour alone', () => {
    const words = shown({ event: 'phase', phase: 'supply', state: 'failed', ms: 1 }).join();
    assert.match(words, /✖ Failed/);
  });

  it('does not call a phase failed that the user stopped', () => {
    const event: StagingEvent = { event: 'phase', phase: 'compile', state: 'cancelled', ms: 2800 };
    assert.deepEqual(shown(event), [' 1:05 ■ Cancelled: compiling · 2.8 s']);
  });

  it('names the buildpack in the progress', () =>
    assert.equal(
      phaseTitle({ event: 'phase', phase: 'compile', state: 'started', buildpack: '/ws/packs/ruby' }, look),
      'Compiling with packs/ruby',
    ));

  it('keeps no line of how far a phase is; that is one that moves', () => {
    const progress = { bytes: 327_155_712, total: 1_288_490_189, rate: 89_128_960, left: 10_785 };
    const event: PhaseEvent = { event: 'phase', phase: 'upload', state: 'running', detail: '/ws/app', progress };
    assert.deepEqual(shown(event), []);
    const far = '312 MB of 1.2 GB · 85 MB/s · 11 s left';
    assert.equal(stripVTControlCharacters(phaseLine(event, at, look)), ` 1:05 ▸ Copying the app · app · ${far}`);
    assert.equal(phaseTitle(event, look), `Copying the app · ${far}`);
  });
});
