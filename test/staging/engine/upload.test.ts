// The app's files: what is uploaded, what stays behind, and what an archive becomes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forEachEngine } from '../../support/engines';
import { simple, writeZip } from '../support/buildpacks';
import { temporaryFolder, writeFiles } from '../support/files';
import type { Files } from '../support/files';
import { concurrentIt, specify } from '../support/specify';
import type { Statement } from '../support/specify';
import { stageApp } from '../support/stageApp';

/** Which of `files` a .cfignore leaves. */
const ignores = (says: string, cfignore: string, files: string[], kept: string[]): Statement => ({
  says: `${says}: ${JSON.stringify(cfignore)}`,
  given: {
    app: { '.cfignore': cfignore, 'always.txt': '', ...Object.fromEntries(files.map((file) => [file, ''])) },
    buildpacks: { a: simple() },
  },
  then: {
    droplet: {
      'app/.cfignore': false,
      'app/always.txt': '',
      ...Object.fromEntries(files.map((file) => [`app/${file}`, kept.includes(file) ? '' : (false as const)])),
    },
  },
});

specify('.cfignore', [
  ignores('a name means files and folders of any depth', 'foo\n', ['foo', 'a/foo', 'a/foo2', 'b/foo/c'], ['a/foo2']),
  ignores('a leading slash means the top', '/foo\n', ['foo', 'a/foo'], ['a/foo']),
  ignores(
    'what comes last wins, also below an ignored folder',
    'dir/\n!dir/keep\n*.log\n!b.log\n',
    ['dir/x', 'dir/keep', 'a.log', 'b.log'],
    ['dir/keep', 'b.log'],
  ),
  ignores('CRLF, blanks and comments are no part of a pattern', '# all\r\n  foo  \r\n', ['foo', 'bar'], ['bar']),
  ignores('only the one at the top counts', 'x\n', ['x', 'sub/.cfignore', 'sub/y'], ['sub/y']),
]);

specify('an upload', [
  {
    says: 'leaves out what no push takes along, at any depth, and .gitignore does not count',
    given: {
      app: {
        '.git/config': '',
        '.gitignore': 'kept',
        kept: '',
        'sub/.DS_Store': '',
        'sub/manifest.yml': '',
        'sub/kept.yml': '',
        '.svn/x': '',
        '.hg/x': '',
        '_darcs/x': '',
        '.env': '',
      },
      manifest: 'applications:\n- name: shop\n',
      buildpacks: { a: simple() },
    },
    then: {
      droplet: {
        'app/.git': false,
        'app/.gitignore': false,
        'app/kept': '',
        'app/sub/.DS_Store': false,
        'app/sub/manifest.yml': false,
        'app/sub/kept.yml': '',
        'app/.svn': false,
        'app/.hg': false,
        'app/_darcs': false,
        'app/manifest.yml': false,
        'app/.env': '',
      },
    },
  },
  {
    says: 'keeps modes and links; folders become 0755',
    given: {
      app: {
        'run.sh': '#!/bin/sh\n',
        secret: { content: 's', mode: 0o600 },
        'read-only': { content: 'r', mode: 0o444 },
        'dir/': { mode: 0o700 },
        'dir/x': '',
        old: { content: 'o', time: '2001-02-03T04:05:06Z' },
        link: { link: 'run.sh' },
        up: { link: '../outside' },
        abs: { link: '/etc/passwd' },
      },
      buildpacks: { a: simple({ compile: 'cd "$1" && echo more >>read-only 2>/dev/null; ls -ld dir secret' }) },
    },
    then: {
      droplet: {
        'app/run.sh': { mode: 0o755 },
        'app/secret': { mode: 0o600 },
        'app/read-only': { mode: 0o444 },
        'app/dir': { mode: 0o755 },
        'app/old': { mtime: new Date('2001-02-03T04:05:06Z') },
        'app/link': { type: 'SymbolicLink', link: 'run.sh' },
        'app/up': { link: '../outside' },
        'app/abs': { link: '/etc/passwd' },
      },
    },
  },
  {
    says: 'takes `path` of the manifest, a folder below it',
    given: {
      app: { 'dist/index.html': 'i', 'src/x': '' },
      manifest: 'applications:\n- name: shop\n  path: dist\n',
      buildpacks: { a: simple() },
    },
    then: { droplet: { 'app/index.html': 'i', 'app/src': false, 'app/dist': false } },
  },
  {
    says: 'does not take the droplets that lie in the app’s folder',
    given: { app: { 'old.droplet.tgz': 'x', 'my.tgz': 'y' }, buildpacks: { a: simple() } },
    then: { droplet: { 'app/old.droplet.tgz': false, 'app/my.tgz': 'y' } },
  },
  {
    says: 'of nothing is refused before anything is made',
    given: { app: { '.git/x': '' }, buildpacks: { a: simple() } },
    then: { outcome: 'BadInput', stderr: "No app files found in '", problem: 'nothing to upload' },
  },
  {
    says: 'of what .cfignore leaves nothing of is refused',
    given: { app: { x: '', '.cfignore': '*\n' }, buildpacks: { a: simple() } },
    then: { outcome: 'BadInput', problem: '.cfignore' },
  },
  {
    says: 'of what is no archive fails at its path',
    given: {
      app: { 'notes.txt': 'x' },
      manifest: 'applications:\n- name: shop\n  path: notes.txt\n',
      buildpacks: { a: simple() },
    },
    then: { outcome: 'BadInput', problem: 'neither a folder nor a zip', at: 'notes.txt' },
  },
  {
    says: 'says how much it was',
    given: { app: { a: 'x'.repeat(2048), 'b/c': '' }, buildpacks: { a: simple() } },
    then: { log: 'Uploaded 2 files (2 KB)' },
  },
]);

/** A push of `app` would be refused; it is staged all the same. */
const refused = (says: string, app: Files, problem: (string | RegExp)[]): Statement => ({
  says,
  given: { app, manifest: 'applications:\n- name: shop\n', buildpacks: { a: simple() } },
  then: { problem, at: 'shop' },
});

specify('what a push would refuse is a warning:', [
  refused('links that leave the app', { 'lib/up': { link: '../../x' }, abs: { link: '/etc/hosts' } }, [
    'lib/up (to ../../x)',
    'abs (to /etc/hosts)',
    'Symlink(s) point outside of root folder',
  ]),
  refused('files that their owner may not write', { 'a.txt': { content: 'x', mode: 0o444 }, 'b.txt': 'x' }, [
    'a.txt (0444)',
    "Minimum file mode is '0600'",
  ]),
  refused(
    'the first of many by name',
    Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((n) => [n, { content: 'x', mode: 0o400 }])),
    ['5 (0400) and 2 more'],
  ),
  {
    says: 'not links that stay inside, dangling or not',
    given: {
      app: { 'a/b/x': '', 'a/l': { link: '../a/./b/x' }, 'a/b/up': { link: '../..' }, no: { link: 'where' } },
      buildpacks: { a: simple() },
    },
    then: { silent: true },
  },
]);

const war: Files = {
  'WEB-INF/web.xml': '<x/>',
  'index.jsp': 'j',
  '.cfignore': '*.tmp\n',
  'a.tmp': '',
  'run.sh': '#!/bin/sh\n',
  'empty/': '',
};

forEachEngine('an upload of', (engine) => {
  const it = concurrentIt();
  const ofFile = async (file: string, prefix = '') => {
    const home = temporaryFolder();
    const app = writeFiles(join(home, 'my-app'), { 'manifest.yml': `applications:\n- name: shop\n  path: ${file}\n` });
    await writeZip(join(app, file), war);
    if (prefix) writeFileSync(join(app, file), Buffer.concat([Buffer.from(prefix), readFileSync(join(app, file))]));
    return await stageApp(
      engine(),
      { buildpacks: { a: simple({ detect: 'test -f "$1/WEB-INF/web.xml"' }) } },
      { home },
    );
  };

  for (const [name, prefix] of [['app.war'], ['app.jar', '#!/bin/sh\nexec java -jar "$0"\n'], ['strange-name']])
    it(`an archive explodes it, and its own .cfignore counts: ${name}${prefix ? ' with a start script before it' : ''}`, async () => {
      const staged = await ofFile(name!, prefix);
      assert.equal(staged.result.outcome, 'staged', staged.text);
      const droplet = await staged.droplet();
      assert.deepEqual(
        [...droplet.keys()].filter((path) => path.startsWith('app/')),
        ['app/WEB-INF', 'app/WEB-INF/web.xml', 'app/empty', 'app/index.jsp', 'app/run.sh'],
      );
      assert.equal(droplet.get('app/index.jsp')!.mode, 0o744);
    });

  it('pipes, sockets and the like leaves them out, and says so', async () => {
    const home = temporaryFolder();
    const app = writeFiles(join(home, 'my-app'), { 'app.txt': '' });
    execFileSync('mkfifo', [join(app, 'pipe')]);
    const staged = await stageApp(engine(), { buildpacks: { a: simple() } }, { home });
    assert.match(staged.text, /pipe: left out: it is neither a file, a folder nor a link/);
    assert.ok(!(await staged.droplet()).has('app/pipe'));
  });

  it('20,000 files takes them all', async () => {
    const home = temporaryFolder();
    for (let d = 0; d < 100; d++) {
      const folder = join(home, 'my-app', `d${d}`);
      mkdirSync(folder, { recursive: true });
      for (let f = 0; f < 200; f++) writeFileSync(join(folder, `f${f}.js`), `// ${d} ${f}\n`);
    }
    const staged = await stageApp(
      engine(),
      { buildpacks: { a: simple({ compile: 'find "$1" -type f | wc -l' }) } },
      { home },
    );
    assert.match(staged.text, /^20000$/m);
    assert.ok(staged.untouched);
    assert.equal((await staged.droplet()).size, 20_000 + 100 + 7);
  });
});
