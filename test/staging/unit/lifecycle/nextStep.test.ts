// What a failed script's end and last words tell the user to do.
import assert from 'node:assert/strict';
import { lastWord, nextStep, plain } from '../../../../client/src/staging/lifecycle/nextStep';

const advice: [description: string, lastWords: string, expected: RegExp][] = [
  ['fork/exec /x/bin/compile: permission denied', '', /chmod \+x/],
  ['fork/exec /x/bin/compile: no such file or directory', '', /interpreter.*CRLF/],
  ['fork/exec /x/bin/compile: exec format error', '', /#!/],
  ['signal: killed', '', /memory/],
  ['exit status 1', 'tar: write error: No space left on device', /disk is full/],
  ['exit status 254', 'bash: fork: retry: Resource temporarily unavailable', /processes/],
  ['exit status 134', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', /memory:/],
  ['exit status 127', 'env: ‘bash\\r’: No such file or directory', /CRLF/],
  ['exit status 1', "bash: line 2: $'\\r': command not found", /CRLF/],
  ['exit status 1', 'curl: (6) Could not resolve host: buildpacks.example.com', /network.*proxy/],
  [
    'exit status 1',
    'npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error self-signed certificate in certificate chain',
    /name its certificate/,
  ],
  ['exit status 1', 'Gemfile.lock is missing', /log for the cause/],
];

describe('the next step after a failed script', () => {
  for (const [description, lastWords, expected] of advice)
    it(`“${lastWords.split('\n').at(-1) || description}”`, () =>
      assert.match(nextStep({ description, lastWords: lastWords.split('\n') }).advice, expected));

  it('quotes its last line as it was seen on a terminal', () => {
    assert.equal(lastWord(['a', '\u001b[31mbroken\u001b[0m ']), ' It said: “broken”.');
    assert.equal(lastWord(['Set it first.']), ' It said: “Set it first.”');
    assert.equal(lastWord([]), ' It said nothing.');
    assert.equal(plain('10 %\r50 %\rdone'), 'done');
  });
});
