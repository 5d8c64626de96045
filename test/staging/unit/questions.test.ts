import assert from 'node:assert/strict';
import type { Question } from '../../../server/src/base/protocol';
import { answersFrom } from '../../../client/src/staging/plan/questions';
import { saying } from '../../support/advice';

describe('questions of a manifest, answered without asking anybody', () => {
  const who: Question = { id: 'ask:Who are you', prompt: 'Who are you', required: true };
  const kind: Question = { id: 'env:web:KIND', prompt: 'Enter KIND', required: true, choices: ['a', 'b'] };
  const level: Question = { id: 'env:web:LEVEL', prompt: 'Enter LEVEL', default: '3', inheritFrom: 'LEVEL' };

  for (const [title, questions, given, environment, expected] of [
    ['by the prompt of ${ask …}', [who], { 'Who are you': 'me' }, {}, { 'ask:Who are you': 'me' }],
    ['by the name of a variable', [kind], { KIND: 'b' }, {}, { 'env:web:KIND': 'b' }],
    ['by the default', [level], {}, {}, { 'env:web:LEVEL': '3' }],
    ['by the own environment, before the default', [level], {}, { LEVEL: '5' }, { 'env:web:LEVEL': '5' }],
    ['by what is given, before all else', [level], { LEVEL: '9' }, { LEVEL: '5' }, { 'env:web:LEVEL': '9' }],
  ] as const)
    it(title, () => assert.deepEqual(answersFrom([...questions], 'file:///m.yml', given, environment), expected));

  for (const [title, question, given, message] of [
    ['an unanswered ${ask …}', who, {}, /“Who are you”.*--var 'Who are you=…'/],
    ['an unset required variable', kind, {}, /KIND is required.*--var 'KIND=…'/],
    [
      'a variable without a value',
      { id: 'var:db-password', prompt: 'Value of ((db-password))', hidden: true },
      { 'db-password': 'given values never come here' },
      /no value for \(\(db-password\)\).*“Expected to find variables: db-password”.*--var db-password=…/,
    ],
    ['an answer that is no choice', kind, { KIND: 'c' }, /one of a, b/],
  ] as const)
    it(`${title} is refused`, () =>
      assert.throws(() => answersFrom([question], 'file:///m.yml', given, {}), saying(message)));
});
