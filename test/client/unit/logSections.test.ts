import assert from 'node:assert/strict';
import { sectionsOf } from '../../../client/src/stage/logSections';
import { withMarks } from '../../../client/src/stage/phaseMarks';

describe('the phases of a kept log', () => {
  it('begin and end at their lines', () =>
    assert.deepEqual(
      sectionsOf([
        ' 0:00 ▸ Preparing the stack image · stack:1',
        ' 0:01 ✔ Stack image ready · 1.0 s',
        ' 0:01 - Skipped: detecting',
        ' 0:01 ▸ Compiling · ruby',
        '        -----> gems',
        ' 0:03 ✖ Failed: compiling · ruby · 2.0 s',
        '✖ Error: no gem',
      ]),
      [
        { title: 'Preparing the stack image', detail: '1.0 s', start: 0, end: 1, failed: false },
        { title: 'Compiling', detail: 'ruby · 2.0 s', start: 3, end: 5, failed: true },
      ],
    ));

  it('are commands to the terminal, with their status', () => {
    const begun = withMarks({ event: 'phase', phase: 'compile', state: 'started' }, ['▸ Compiling'], 'Compiling; a');
    assert.deepEqual(begun, ['\x1b]633;A\x07\x1b]633;B\x07▸ Compiling\x1b]633;E;Compiling\\x3b a\x07\x1b]633;C\x07']);
    const ended = withMarks({ event: 'phase', phase: 'compile', state: 'failed' }, ['✖ Failed'], '');
    assert.deepEqual(ended, ['✖ Failed\x1b]633;D;1\x07']);
  });
});
