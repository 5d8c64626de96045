import assert from 'node:assert/strict';
import { shortly } from '../../../client/src/base/shortly';

describe('what a notification says', () => {
  const long = `${'word '.repeat(30)}end.`;
  for (const [what, message, text] of [
    ['the first sentence', 'No such gem. Add it to the Gemfile.', 'No such gem.'],
    [
      'no end within a name or number',
      'Gemfile.lock needs 2.1 or later. Update it.',
      'Gemfile.lock needs 2.1 or later.',
    ],
    ['an only sentence as it is', 'No such gem', 'No such gem'],
    ['what is long until a word ends', long, `${'word '.repeat(23)}word…`],
  ] as const)
    it(what, () => assert.equal(shortly(message), text));
});
