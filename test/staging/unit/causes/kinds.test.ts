// Why a script of a buildpack did not even start: what kind of thing the buildpack is.
import assert from 'node:assert/strict';
import { advised, onCommandLine } from '../../../../server/src/base/remedy';
import { notStarted } from '../../../../client/src/staging/causes/kinds';
import type { BuildpackKind } from '../../../../client/src/staging/causes/kinds';
import { detailsOf, sentence } from '../../../../client/src/staging/causes/sentence';

const bash = { executable: true, interpreter: '/bin/bash' };
const missing = 'fork/exec /x/bin/compile: no such file or directory';
const denied = 'fork/exec /x/bin/compile: permission denied';

const cases: [title: string, description: string, kind: BuildpackKind, says: RegExp, not?: RegExp][] = [
  ['no bin/compile', missing, { scripts: { detect: bash } }, /^there is no bin\/compile: /, /interpreter|CRLF/],
  [
    'a Cloud Native Buildpack',
    missing,
    { scripts: { detect: bash }, cloudNative: true },
    /^it is a Cloud Native Buildpack: .*bin\/build/,
  ],
  [
    'an interpreter the image lacks',
    missing,
    { scripts: { compile: { executable: true, interpreter: '/usr/bin/ruby' } } },
    /^the image has no \/usr\/bin\/ruby: .*first line of bin\/compile/,
    /CRLF/,
  ],
  [
    'CRLF line ends',
    missing,
    { scripts: { compile: { executable: true, interpreter: '/bin/bash\r' } } },
    /^bin\/compile has CRLF line ends: .*gitattributes/,
  ],
  [
    'one script without x',
    denied,
    { scripts: { detect: bash, compile: { executable: false } } },
    /^bin\/compile is not executable: .*Make it executable \(chmod \+x bin\/compile\)\.$/,
    /zip/,
  ],
  [
    'a zip without modes',
    denied,
    { scripts: { detect: { executable: false }, compile: { executable: false } } },
    /^bin\/compile is not executable: .*zip.*chmod/,
  ],
  [
    'a script without first line',
    'fork/exec /x/bin/compile: exec format error',
    { scripts: { compile: { executable: true } } },
    /^bin\/compile has no first line .*#!/,
  ],
];

describe('a script that did not start', () => {
  for (const [title, description, kind, says, not] of cases)
    it(`tells ${title}`, () => {
      const cause = notStarted('compile', description, kind);
      const message = sentence(cause, `bin/compile of a failed (${description})`);
      const text = advised({ message, ...detailsOf(cause) }, onCommandLine);
      assert.match(text, says);
      if (not) assert.doesNotMatch(text, not);
    });

  it('is not asked when the script ran', () =>
    assert.equal(notStarted('compile', 'exit status 1', { scripts: {} }), undefined));
});
