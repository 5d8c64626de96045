// `ignores` of stackato.yml (the client's own rules: globs of Tcl, regular expressions where there is a slash).
import assert from 'node:assert/strict';
import { stackatoIgnores } from '../../../../client/src/staging/files/stackatoIgnores';

/** A path that ends in / is a folder. */
const cases: { rule: string; patterns?: string[]; ignored?: string[]; uploaded?: string[] }[] = [
  {
    rule: 'a name is the whole path',
    patterns: ['node_modules'],
    ignored: ['node_modules/', 'node_modules'],
    uploaded: ['a/node_modules'],
  },
  {
    rule: 'a star crosses slashes',
    patterns: ['*node_modules', '*.log'],
    ignored: ['a/b/node_modules', 'a/b/c.log'],
    uploaded: ['a.logs'],
  },
  { rule: 'a question mark is one character', patterns: ['a?c'], ignored: ['abc', 'a/c'], uploaded: ['ac'] },
  { rule: 'classes and escapes', patterns: ['f[0-9]', '\\*x'], ignored: ['f1', '*x'], uploaded: ['fa', 'ax'] },
  {
    rule: 'other characters are themselves',
    patterns: ['a.b', 'c++', '{x}', '(y)'],
    ignored: ['a.b', 'c++', '{x}', '(y)'],
    uploaded: ['axb', 'ccc', 'x', 'y'],
  },
  { rule: 'a slash at the end: folders only', patterns: ['tmp/'], ignored: ['tmp/'], uploaded: ['tmp', 'a/tmp/'] },
  {
    rule: 'with a slash: anywhere in the path',
    patterns: ['b/c'],
    ignored: ['b/c', 'a/b/c', 'a/b/cd', 'xb/c/d'],
    uploaded: ['b/x/c'],
  },
  {
    rule: 'with a leading slash: at the root',
    patterns: ['/b/*.o'],
    ignored: ['b/x.o', 'b/x.obj'],
    uploaded: ['a/b/x.o', 'b/c/x.o'],
  },
  { rule: 'there is no ! and no comment', patterns: ['*.a', '!x.a', '#y'], ignored: ['x.a', '#y', '!x.a'] },
  { rule: 'an empty list uploads everything', patterns: [], uploaded: ['.git/', 'a.log', 'a~'] },
  {
    rule: 'the defaults',
    ignored: ['.git/', 'a/x.svn/', 'x.log', 'a/b~', '#f#', 'foo_build', 'local/lib/'],
    uploaded: ['.git', 'a/.git/', 'manifest.yml', '.env'],
  },
];

describe('ignores of stackato.yml', () => {
  for (const { rule, patterns, ignored = [], uploaded = [] } of cases)
    it(rule, () => {
      const rules = stackatoIgnores(patterns);
      const ignores = (path: string) => rules.ignores(path.replace(/\/$/, ''), path.endsWith('/'));
      for (const path of ignored) assert.equal(ignores(path), true, `${path} should stay behind`);
      for (const path of uploaded) assert.equal(ignores(path), false, `${path} should be uploaded`);
    });

  it('a folder that matches is left out with all that is in it', () => {
    assert.equal(stackatoIgnores(['cache']).prunes('cache'), true);
    assert.equal(stackatoIgnores(['cache']).prunes('a'), false);
  });
});
