// The sentence a failed script is told in: the cause first, then what failed.
import assert from 'node:assert/strict';
import { sentence } from '../../../../client/src/staging/causes/sentence';
import { causeOf } from '../../support/failures';

const failed = 'bin/supply of a failed (exit status 1)';

const cases: [title: string, output: string[], message: string][] = [
  ['a cause of some words leads on to it', ['there is no package frob'], `there is no package frob: ${failed}.`],
  ['a cause of a sentence leads on to it, without its full stop', ['FROB is not set.'], `FROB is not set: ${failed}.`],
  [
    'a cause of several sentences does not',
    ['FROB is not set: write it under "env:". "frob --version" prints it.'],
    `FROB is not set: write it under "env:". "frob --version" prints it. ${failed}.`,
  ],
  ['a version is no end of a sentence', ['frob 1.2 needs libfrob 3.4'], `frob 1.2 needs libfrob 3.4: ${failed}.`],
  ['silence is said', [], `${failed}. It said nothing that tells why.`],
];

describe('the sentence about a failed script', () => {
  for (const [title, output, message] of cases)
    it(title, () => assert.equal(sentence(causeOf(output, 1), failed), message));
});
