// What `cf push` leaves behind (sabhiram/go-gitignore as of 2017, which is not git's own).
import assert from 'node:assert/strict';
import { cfignore } from '../../../../client/src/staging/files/cfignore';

/** `.cfignore` → paths that stay behind, and paths that are uploaded. */
const cases: { rule: string; lines: string; ignored?: string[]; uploaded?: string[] }[] = [
  {
    rule: 'a name: at any depth, with all below',
    lines: 'foo',
    ignored: ['foo', 'a/foo', 'foo/x', 'a/foo/b/c'],
    uploaded: ['foobar', 'xfoo', 'Foo'],
  },
  { rule: 'a leading slash anchors at the root', lines: '/foo', ignored: ['foo', 'foo/x'], uploaded: ['a/foo'] },
  {
    rule: 'a slash in the middle does not anchor',
    lines: 'b/c',
    ignored: ['b/c', 'a/b/c', 'a/b/c/d'],
    uploaded: ['c', 'b/x/c'],
  },
  {
    rule: '… unless a *. follows',
    lines: 'dir1/*.so',
    ignored: ['dir1/x.so'],
    uploaded: ['a/dir1/x.so', 'dir1/b/x.so'],
  },
  {
    rule: '… also behind **',
    lines: 'dir1/**/*.so',
    ignored: ['dir1/x.so', 'dir1/a/b/x.so'],
    uploaded: ['a/dir1/x.so'],
  },
  {
    rule: 'a star: anything but a slash, also nothing and a leading dot',
    lines: 'a*c',
    ignored: ['ac', 'abc', 'a.c', 'x/abbc'],
    uploaded: ['a/c', 'abcd'],
  },
  { rule: 'a lone star takes everything', lines: '*', ignored: ['a', 'a/b', '.x'] },
  { rule: 'two lone stars as well', lines: '**', ignored: ['a', 'a/b'] },
  { rule: '**/x', lines: '**/x', ignored: ['x', 'a/x', 'a/b/x'], uploaded: ['ax'] },
  { rule: 'a/**/b', lines: 'a/**/b', ignored: ['a/b', 'a/x/b', 'a/x/y/b'], uploaded: ['ab'] },
  { rule: 'a/** also takes a itself, at any depth', lines: 'a/**', ignored: ['a', 'a/b', 'x/a/b/c'], uploaded: ['ab'] },
  { rule: '/**/x', lines: '/**/x', ignored: ['x', 'a/b/x'] },
  {
    rule: 'dir/ takes the contents, the folder itself stays',
    lines: 'dir/',
    ignored: ['dir/x', 'a/dir/x/y'],
    uploaded: ['dir', 'a/dir', 'dirx'],
  },
  { rule: 'a question mark is a question mark', lines: 'a?c', ignored: ['a?c'], uploaded: ['abc'] },
  { rule: 'a class of characters', lines: 'f[a-c]', ignored: ['fa', 'fc'], uploaded: ['fd'] },
  { rule: 'a dot is a dot', lines: 'a.b', ignored: ['a.b'], uploaded: ['axb'] },
  { rule: './foo matches nothing', lines: './foo', uploaded: ['foo', 'a/foo'] },
  { rule: 'braces are no alternatives', lines: '{a,b}', uploaded: ['a', 'b'] },
  {
    rule: 'characters of regular expressions leak: c++ drops the line',
    lines: 'c++/x\nother',
    ignored: ['other'],
    uploaded: ['c++/x'],
  },
  { rule: 'an unclosed bracket drops the line', lines: 'a[\nb(\nc', ignored: ['c'], uploaded: ['a[', 'b('] },
  { rule: 'comments', lines: '#a\n# b', uploaded: ['a', '#a', 'b', '# b'] },
  { rule: 'an indented # is a pattern whose # is dropped', lines: ' #a', ignored: ['a'], uploaded: ['#a'] },
  { rule: '\\# and \\! mean # and !', lines: '\\#a\n\\!b', ignored: ['#a', '!b'], uploaded: ['a', 'b'] },
  { rule: 'a star can be escaped', lines: 'a\\*', ignored: ['a*'], uploaded: ['ab'] },
  {
    rule: 'blanks around and carriage returns go away',
    lines: '  a  \r\n\tb\r',
    ignored: ['a', '\tb'],
    uploaded: ['b'],
  },
  { rule: 'the last match wins', lines: '*.log\n!keep.log\nkeep.log', ignored: ['a.log', 'keep.log'] },
  { rule: '! brings back', lines: '*.log\n!keep.log', ignored: ['a.log'], uploaded: ['keep.log', 'a/keep.log'] },
  {
    rule: '… even below an ignored folder',
    lines: 'dir\n!dir/a/keep',
    ignored: ['dir', 'dir/a', 'dir/a/x'],
    uploaded: ['dir/a/keep'],
  },
  { rule: '/* and !/name keep one file', lines: '/*\n!/mybinary', ignored: ['a', 'b/c'], uploaded: ['mybinary'] },
  {
    rule: '/A/* and !/A/B keep a folder',
    lines: '/A/*\n!/A/B',
    ignored: ['A/x', 'A/y/z'],
    uploaded: ['A', 'A/B', 'A/B/c'],
  },
  {
    rule: 'the defaults, at any depth',
    lines: '',
    ignored: [
      '.git',
      'a/.git/config',
      '.svn',
      'manifest.yml',
      'a/manifest.yaml',
      '.DS_Store',
      '.cfignore',
      '.gitignore',
      '.hg',
      '_darcs',
    ],
    uploaded: ['.env', '.profile', '.npmrc', 'stackato.yml', '.gitattributes'],
  },
  { rule: '… which cannot be brought back', lines: '!.git\n!manifest.yml', ignored: ['.git', 'manifest.yml'] },
];

describe('.cfignore', () => {
  for (const { rule, lines, ignored = [], uploaded = [] } of cases)
    it(rule, () => {
      const rules = cfignore(lines, { defaults: 'last' });
      for (const path of ignored) assert.equal(rules.ignores(path, false), true, `${path} should stay behind`);
      for (const path of uploaded) assert.equal(rules.ignores(path, false), false, `${path} should be uploaded`);
    });

  it('inside an archive can bring back what is ignored by default', () => {
    const rules = cfignore('!manifest.yml', { defaults: 'first' });
    assert.equal(rules.ignores('manifest.yml', false), false);
    assert.equal(rules.ignores('.git', true), true);
  });

  const pruned: [lines: string, folder: string, prunes: boolean][] = [
    ['node_modules', 'node_modules', true],
    ['node_modules/', 'a/node_modules', true],
    ['node_modules\n!x', 'node_modules', false],
    ['!x\nnode_modules', 'node_modules', true],
    ['!x', '.git', true],
    ['a', 'b', false],
  ];
  for (const [lines, folder, prunes] of pruned)
    it(`${JSON.stringify(lines)}: ${folder} ${prunes ? 'need not' : 'must'} be read`, () =>
      assert.equal(cfignore(lines, { defaults: 'last' }).prunes(folder), prunes));
});
