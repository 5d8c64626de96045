import assert from 'node:assert/strict';
import { advised, advisedError, onCommandLine } from '../../server/src/base/remedy';
import type { Means, Remedy } from '../../server/src/base/remedy';

const editor: Means = ({ setting, command }) => setting ?? command;

describe('what to do next is worded', () => {
  const certificate: Remedy = { advice: 'Name it', setting: 'staging.caFiles', option: '--ca-file FILE' };
  const rows: [title: string, remedies: Remedy[] | undefined, shell: string, inEditor: string][] = [
    ['not at all when nothing is known', undefined, 'No.', 'No.'],
    [
      'with an option or a setting, never both',
      [certificate],
      'No. Name it (--ca-file FILE).',
      'No. Name it (staging.caFiles).',
    ],
    [
      'without means where a face has none',
      [{ advice: 'Choose', option: '--app NAME' }],
      'No. Choose (--app NAME).',
      'No. Choose.',
    ],
    [
      'with a command for any terminal',
      [{ advice: 'Join', command: 'usermod' }],
      'No. Join (usermod).',
      'No. Join (usermod).',
    ],
    ['one sentence each', [{ advice: 'Wait' }, { advice: 'Go' }], 'No. Wait. Go.', 'No. Wait. Go.'],
  ];
  for (const [title, remedies, shell, inEditor] of rows)
    it(title, () => {
      assert.equal(advised({ message: 'No.', remedies }, onCommandLine), shell);
      assert.equal(advised({ message: 'No.', remedies }, editor), inEditor);
    });

  it('for whatever was thrown', () => {
    assert.equal(advisedError(new Error('No.'), onCommandLine), 'No.');
    assert.equal(advisedError('No.', onCommandLine), 'No.');
  });
});
