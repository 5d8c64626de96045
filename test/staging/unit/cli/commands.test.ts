// The commands that need no container, as a user calls them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../../../support/folder';
import * as tar from '../../../support/tarball';

const folder = temporaryFolder();
const tsx = pathToFileURL(require.resolve('tsx')).href;
const cli = resolve(__dirname, '../../../../client/src/staging/cli/cli.ts');

function run(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', tsx, cli, ...args], {
    cwd: folder(),
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC', ...env },
  });
  return { status, stdout, stderr };
}

/** Starting the sources takes a while on a busy machine. */
const patience = 60_000;

const save = (name: string, content: string | Buffer) => writeFileSync(join(folder(), name), content);

describe('cf-staging inspect', function () {
  this.timeout(patience);
  const droplet = tar.tarball(
    tar.directory('./app', { mtime: 1_700_000_000 }),
    tar.file('./app/run.sh', 'x'.repeat(2000), { mode: 0o755, mtime: 1_700_000_000 }),
    tar.link('./app/evil\x1b[2Jname', '/etc/passwd'),
    tar.file('./staging_info.yml', '{"detected_buildpack":"go","start_command":"./run.sh"}'),
  );

  it('prints every entry, then what the droplet is; control characters cannot reach the terminal', () => {
    save('app.tgz', droplet);
    const { status, stdout } = run(['inspect', 'app.tgz']);
    assert.equal(status, 0);
    assert.equal(
      stdout.replace(/^app\.tgz: \d+ B/m, 'app.tgz: … B'),
      String.raw`drwxr-xr-x           2023-11-14 22:13  app/
-rwxr-xr-x     2 KB  2023-11-14 22:13  app/run.sh
lrwxrwxrwx           1970-01-01 00:00  app/evil\x1b[2Jname -> /etc/passwd
-rw-r--r--     54 B  1970-01-01 00:00  staging_info.yml

app.tgz: … B, unpacked 2 KB in 4 entries
Buildpacks     go
Process types  web  ./run.sh
Start command  ./run.sh
Folders        2 KB  app               3 entries
               54 B  staging_info.yml
Be careful     app/evil\x1b[2Jname leads out of the droplet: /etc/passwd
`,
    );
  });

  it('--json: one object', () => {
    save('app.tgz', droplet);
    const { status, stdout } = run(['inspect', 'app.tgz', '--json']);
    assert.equal(status, 0);
    const about = JSON.parse(stdout);
    assert.deepEqual(about.processes, { web: './run.sh' });
    assert.deepEqual(about.stagingInfo, { detected_buildpack: 'go', start_command: './run.sh' });
    assert.deepEqual(about.entries[1], {
      path: 'app/run.sh',
      type: 'file',
      size: 2000,
      mode: 0o755,
      mtime: 1_700_000_000_000,
    });
    assert.equal(about.entries[2].target, '/etc/passwd');
    assert.equal(about.entries.length, 4);
  });

  it('says what is wrong with a file that is no droplet', () => {
    save('app.tgz', droplet.subarray(0, 60));
    const { status, stdout, stderr } = run(['inspect', 'app.tgz']);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /app\.tgz is cut off: its compressed data ends too early\. A droplet is a gzipped tar\./);
  });
});

describe('cf-staging diff', function () {
  this.timeout(patience);
  beforeEach(() => {
    save('before.tgz', tar.tarball(tar.file('./app/run.sh', 'x'.repeat(2000)), tar.file('./app/old/a', 'xy')));
    save('after.tgz', tar.tarball(tar.file('./app/run.sh', 'x'.repeat(5000)), tar.file('./app/new\x1b[2J', 'x')));
  });

  it('prints what differs, what made the droplet larger first, and answers 1', () => {
    const { status, stdout } = run(['diff', 'before.tgz', 'after.tgz']);
    assert.equal(
      stdout.replace(/\d+ B → \d+ B/, '… → …'),
      String.raw`~   +2.9 KB  app/run.sh
+      +1 B  app/new\x1b[2J
-      −2 B  app/old/

before.tgz → after.tgz: … → …, unpacked +2.9 KB; 1 added, 1 removed, 1 changed
`,
    );
    assert.equal(status, 1);
  });

  it('--json: one object, with every path', () => {
    const { status, stdout } = run(['diff', 'before.tgz', 'after.tgz', '--json']);
    assert.equal(status, 1);
    const { differences, ...sums } = JSON.parse(stdout);
    assert.deepEqual([sums.added, sums.removed, sums.changed, sums.cost], [1, 1, 1, 2999]);
    assert.deepEqual(differences.at(-1), { path: 'app/old/a', kind: 'removed', before: 2, cost: -2 });
  });

  it('answers 0 when they hold the same, 2 when one of them is no droplet', () => {
    const same = run(['diff', 'before.tgz', 'before.tgz']);
    assert.deepEqual([same.status, same.stdout], [0, 'before.tgz → before.tgz: the same files\n']);
    const none = run(['diff', 'before.tgz', 'none.tgz']);
    assert.equal(none.status, 2);
    assert.match(none.stderr, /none\.tgz does not exist/);
    assert.match(run(['diff', 'before.tgz']).stderr, /A droplet is missing\. Write cf-staging diff <before> <after>\./);
  });
});

describe('cf-staging check', function () {
  this.timeout(patience);
  const good = 'applications:\n- name: shop\n  memory: 64M\n';
  const bad = 'applications:\n- name: shop\n  memory: 512\n  instances: many\n';

  it('says where what is wrong, and ends with 1 when there are errors', () => {
    save('manifest.yml', bad);
    const { status, stdout, stderr } = run(['check', 'manifest.yml']);
    assert.equal(status, 1);
    const lines = stdout.trim().split('\n');
    assert.match(lines[0]!, /^manifest\.yml:3:11 error .*512.* \[[\w-]+\]$/);
    assert.match(lines[1]!, /^manifest\.yml:4:14 error .* \[[\w-]+\]$/);
    assert.match(stderr, /^2 errors in 1 file\.$/m);
  });

  it('--json: one problem per line, as in a staging', () => {
    save('manifest.yml', bad);
    const { status, stdout } = run(['check', 'manifest.yml', '--json']);
    assert.equal(status, 1);
    const { event, severity, file, line, column, endColumn } = JSON.parse(stdout.split('\n')[0]!);
    assert.deepEqual([event, severity, file, line, column, endColumn], ['problem', 'error', 'manifest.yml', 3, 11, 14]);
  });

  it('is content with several good files, and leaves those of other tools alone', () => {
    save('manifest.yml', good);
    save('stackato.yml', 'name: shop\nmem: 64M\n');
    mkdirSync(join(folder(), 'k8s'));
    save('k8s/manifest.yml', 'apiVersion: v1\nkind: Pod\n');
    const { status, stdout, stderr } = run(['check', 'manifest.yml', 'stackato.yml', 'k8s/manifest.yml']);
    assert.deepEqual([status, stdout], [0, '']);
    assert.match(stderr, /k8s\/manifest\.yml: not checked\. .*Kubernetes/);
    assert.match(stderr, /No problems in 3 files\./);
  });

  it('tells the place of a byte that is no UTF-8, in a manifest and in a vars file', () => {
    save('manifest.yml', Buffer.from('applications:\n- name: caf\xe9\n', 'latin1'));
    save('vars.yml', Buffer.from('size: \xff\n', 'latin1'));
    save('other.yml', 'applications:\n- name: a\n  memory: ((size))\n');
    const { status, stdout } = run(['check', 'manifest.yml', 'other.yml', '--vars-file', 'vars.yml']);
    assert.equal(status, 1);
    assert.match(stdout, /^manifest\.yml:2:12 error The file is not UTF-8: byte 26 is 0xE9\./m);
    assert.match(stdout, /^other\.yml:3:13 error .*vars\.yml, line 1: The file is not UTF-8: byte 7 is 0xFF\./m);
  });

  it('ends with 2 when a file is not there', () => {
    const { status, stderr } = run(['check', 'gone.yml']);
    assert.equal(status, 2);
    assert.match(stderr, /gone\.yml does not exist/);
  });
});

describe('cf-staging doctor', function () {
  this.timeout(patience);
  it('names the place where no engine answers, and ends with 3', () => {
    const { status, stdout } = run(['doctor'], { DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    assert.equal(status, 3);
    assert.match(stdout, /^✗ Engine {4}.*unix:\/\/\/nowhere\/docker\.sock/m);
    assert.match(stdout, /^– Looked at DOCKER_HOST \(unix:\/\/\/nowhere\/docker\.sock\): no such file$/m);
    assert.match(stdout, /^. local {5}/m);
  });

  it('says how large the caches are; --clear-cache removes them', () => {
    const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock', XDG_CACHE_HOME: folder() };
    mkdirSync(join(folder(), 'cf-staging/buildpacks'), { recursive: true });
    save('cf-staging/buildpacks/x', 'x'.repeat(2048));
    assert.match(run(['doctor'], env).stdout, /^– Cache {5}2 KB of fetched buildpacks in .*cf-staging\/buildpacks$/m);
    assert.match(run(['doctor', '--clear-cache'], env).stdout, /^✓ Cache {5}2 KB of fetched buildpacks removed from /m);
    assert.doesNotMatch(run(['doctor'], env).stdout, /Cache/);
  });
});
