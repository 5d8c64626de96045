// The droplet: its layout, names, modes, owners and times, and that the same inputs give the same bytes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forEachEngine } from '../../support/engines';
import { modern, simple } from '../support/buildpacks';
import { specify } from '../support/specify';
import { stageApp } from '../support/stageApp';

specify('a droplet', [
  {
    says: 'has app, deps, profile.d, logs, tmp and staging_info.yml; its root is private',
    given: { buildpacks: { a: simple() } },
    then: {
      droplet: {
        '.': { name: './', type: 'Directory', mode: 0o700, uid: 2000, gid: 2000 },
        app: { name: './app/', type: 'Directory', mode: 0o755, uid: 2000, gid: 2000 },
        'app/app.txt': { name: './app/app.txt', type: 'File', mode: 0o644, uid: 2000, gid: 2000, text: 'hello\n' },
        deps: { type: 'Directory', mode: 0o755 },
        'profile.d': { type: 'Directory', mode: 0o755 },
        logs: { type: 'Directory', mode: 0o755 },
        tmp: { type: 'Directory', mode: 0o755 },
        'staging_info.yml': { type: 'File', mode: 0o644 },
      },
    },
  },
  {
    says: 'keeps modes, times, links and empty folders of what the scripts leave',
    given: {
      buildpacks: {
        a: simple({
          compile: `cd "$1"; mkdir -m 0711 d; touch -d '2001-02-03 04:05:06 UTC' old; chmod 0751 old; ln -s old l; ln -s /etc/passwd abs; ln -s ../../.. up; ln -s nowhere dangling; ln old hard; mkfifo pipe; mkdir empty`,
        }),
      },
    },
    then: {
      droplet: {
        'app/d': { type: 'Directory', mode: 0o711 },
        'app/old': { mode: 0o751, mtime: new Date('2001-02-03T04:05:06Z') },
        'app/l': { type: 'SymbolicLink', link: 'old' },
        'app/abs': { type: 'SymbolicLink', link: '/etc/passwd' },
        'app/up': { type: 'SymbolicLink', link: '../../..' },
        'app/dangling': { type: 'SymbolicLink', link: 'nowhere' },
        'app/pipe': { type: 'FIFO' },
        'app/empty': { type: 'Directory' },
      },
    },
  },
  {
    says: 'takes names of any kind',
    given: {
      app: {
        'with blank': '1',
        ünï: '2',
        '-dash': '3',
        'quote\'"': '4',
        'new\nline': '5',
        [`${'long'.repeat(60)}`]: '6',
        [`${'d/'.repeat(80)}deep`]: '7',
        '*star?': '8',
        'back\\slash': '9',
      },
      buildpacks: { a: simple() },
    },
    then: {
      droplet: {
        'app/with blank': '1',
        'app/ünï': '2',
        'app/-dash': '3',
        'app/quote\'"': '4',
        'app/new\nline': '5',
        [`app/${'long'.repeat(60)}`]: '6',
        [`app/${'d/'.repeat(80)}deep`]: '7',
        'app/*star?': '8',
      },
    },
  },
  {
    says: 'is not confused by an app with logs, deps or staging_info.yml of its own',
    given: {
      app: { 'logs/l': '1', 'deps/d': '2', 'profile.d/p.sh': '3', 'staging_info.yml': 'start_command: evil\n' },
      buildpacks: { a: simple() },
    },
    then: {
      droplet: {
        'app/logs/l': '1',
        'app/deps/d': '2',
        'app/profile.d/p.sh': '3',
        'app/staging_info.yml': 'start_command: evil\n',
        'staging_info.yml': /\.\/run/,
        'profile.d/p.sh': false,
      },
    },
  },
  {
    says: 'has what is hidden in the app, and nothing of the buildpack, the cache or us',
    given: {
      app: { '.env': 'A=1', '.profile': 'x' },
      buildpacks: { a: modern({ finalize: 'echo x >"$2/cached"; echo y >"$(dirname "$0")/new"' }) },
      order: ['a'],
    },
    then: { droplet: { 'app/.env': 'A=1', 'app/.profile': 'x', cached: false, cache: false } },
  },
  ...(
    [
      'mkdir "$1/d"; touch "$1/d/x"; chmod 000 "$1/d"',
      'touch "$1/f"; chmod 000 "$1/f"',
      'mkdir "$1/d"; touch "$1/d/x"; chmod 600 "$1/d"',
    ] as const
  ).map((compile) => ({
    says: `cannot be made of what its own user cannot read: ${compile}`,
    given: { buildpacks: { a: simple({ compile }) } },
    then: {
      outcome: 'StagingError' as const,
      stderr: ['Permission denied', 'Failed to copy compiled droplet: exit status 1'],
    },
  })),
  {
    says: 'cannot be made when a script has removed the app',
    given: { buildpacks: { a: simple({ compile: 'rm -r "$1"' }) } },
    then: { outcome: 'StagingError', stderr: 'Failed to copy compiled droplet: exit status 1' },
  },
  {
    says: 'that needs more disk than an instance gets is warned of, at disk_quota',
    given: {
      manifest: 'applications:\n- name: shop\n  disk_quota: 10M\n',
      buildpacks: { a: simple({ compile: 'head -c 20M /dev/zero >"$1/big"' }) },
    },
    then: { problem: ['20 MB', '10 MB', 'disk_quota'], at: '10M' },
  },
]);

forEachEngine('the same inputs', (engine) => {
  it('give byte-identical droplets, however often they are staged', async () => {
    const given = {
      app: { 'b.txt': 'b', 'a/x.sh': '#!/bin/sh\n', l: { link: 'b.txt' }, 'empty/': '' },
      buildpacks: {
        a: modern({
          finalize:
            'date >/dev/null; mkdir "$1/made"; for i in 9 3 5; do echo $i >"$1/made/$i"; done; echo "$VCAP_APPLICATION" >"$1/env"; env | sort | grep -v "^\\(HOSTNAME\\|PWD\\|HOME\\|CF_SYSTEM_CERT_PATH\\)=" >"$1/all"',
        }),
      },
      order: ['a'],
    };
    const first = await stageApp(engine(), given);
    const again = { ...given, droplet: join(first.home, 'again.tgz') };
    const second = await stageApp(engine(), again, { home: first.home });
    assert.equal(first.result.outcome, 'staged', first.text);
    const [one, two] = [await first.droplet(), await second.droplet()];
    assert.deepEqual([...two], [...one]);
    assert.equal(second.result.sha256, first.result.sha256);
    assert.ok(readFileSync(first.dropletFile).equals(readFileSync(second.dropletFile)));
  });

  it('are whole to any tar, and byte-identical, when they are compressed side by side', async () => {
    const noise = randomBytes(15_000_000).toString('hex');
    const given = { app: { noise }, buildpacks: { a: simple() } };
    const first = await stageApp(engine(), given);
    const again = { ...given, droplet: join(first.home, 'again.tgz') };
    const second = await stageApp(engine(), again, { home: first.home });
    assert.equal(first.result.outcome, 'staged', first.text);
    assert.equal(second.result.sha256, first.result.sha256);
    const unpacked = execFileSync('tar', ['-xzOf', first.dropletFile, './app/noise'], { maxBuffer: 1e8 });
    assert.ok(unpacked.equals(Buffer.from(noise)));
  });
});
