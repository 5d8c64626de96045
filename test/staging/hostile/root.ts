// Root stays ours: whatever hooks, buildpacks, droplets and images leave in the way, nothing is unpacked through it as root and
// nothing of theirs is run as root.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Engine } from '../../../client/src/staging/engines/engine';
import { stackImage } from '../../setup/stackImage';
import { simple } from '../support/buildpacks';
import { launch, packDroplet } from '../support/launch';
import { temporaryFolder, writeFiles } from '../support/files';
import { stageApp } from '../support/stageApp';
import type { Given } from '../support/stageApp';
import type { Cell } from './cell';
import { assertRootIsOurs, lookingInto } from './inside';

const stackatoUser = 1000;

/** A Stackato app whose hooks and buildpack may do what they like; the staging may end in any way. */
async function stageAndLook(engine: Engine, { hook, ...given }: Given & { hook: string }): Promise<void> {
  const manifest = `name: app\nhooks:\n  pre-staging:\n  - ${JSON.stringify(hook)}\n`;
  await lookingInto(
    engine,
    (sandbox) => assertRootIsOurs(sandbox, stackatoUser),
    async (engine) => {
      const settings = { platform: 'stackato' as const, buildpacks: { simple: simple() }, order: ['simple'] };
      const { text } = await stageApp(engine, { ...settings, manifest, ...given });
      assert.ok(text.includes('----->'), `the hook has not run:\n${text}`);
    },
  );
}

const swapped = (folder: string, target: string) => `rm -rf ${folder} && ln -s ${target} ${folder}`;

const folders = ['/tmp/buildpacks', '/tmp/cache', '/tmp/staged', '/tmp/staged/app', '/home/stackato', '/tmp/droplet'];

const links = folders.flatMap((folder) =>
  ['/usr', '/etc', '/'].map((target): Cell => ({
    input: `a hook that puts a link to ${target} in place of ${folder}`,
    holds: 'nothing of the system becomes the user’s',
    ...(folder === '/tmp/buildpacks' && target === '/usr' ? {} : { full: true }),
    attempt: async (engine) => await stageAndLook(engine, { hook: swapped(folder, target) }),
  })),
);

/** Leaves its mark where it is run by root. */
const profile = '[ "$(/usr/bin/id -u)" != 0 ] || /usr/bin/touch /tmp/owned-by-root\n';
const shims = ['cat', 'sleep', 'rm', 'mkdir', 'locale', 'grep', 'ln', 'test', 'find', 'nproc'];
const script = (name: string) => `#!/bin/bash\n${profile}PATH=/usr/bin:/bin exec ${name} "$@"\n`;
const planted = (folder: string) => ({
  ...Object.fromEntries(shims.map((name) => [`${folder}/${name}`, script(name)])),
  'profile.sh': profile,
});

/** An image whose own variables name folders of the user. */
function carelessImage(): string {
  const name = 'cf-staging-test-careless';
  const lines = [`FROM ${stackImage}`, 'ENV PATH=/tmp/cache/bin:$PATH', 'ENV BASH_ENV=/tmp/cache/profile.sh'];
  execFileSync('docker', ['build', '-q', '-t', name, '-'], { input: lines.join('\n') });
  return name;
}

export const rootCells: Cell[] = [
  ...links,
  {
    input: 'all folders that were ours, swapped for links by one hook',
    holds: 'nothing of the system becomes the user’s',
    attempt: async (engine) =>
      await stageAndLook(engine, {
        hook: ['/tmp/cache', '/home/stackato', '/tmp/buildpacks'].map((one) => swapped(one, '/usr/lib')).join('; '),
      }),
  },
  {
    input: 'a process that a hook leaves behind and that swaps folders again and again',
    holds: 'nothing of the system becomes the user’s',
    attempt: async (engine) =>
      await stageAndLook(engine, {
        hook: `(while :; do for f in /tmp/buildpacks /tmp/cache; do rm -rf $f; ln -s /usr $f; rm -f $f; mkdir $f; done; done) >/dev/null 2>&1 &`,
      }),
  },
  {
    input: 'hard links to files of the system where buildpacks are unpacked',
    holds: 'the files stay as they are',
    attempt: async (engine) =>
      await stageAndLook(engine, {
        hook: 'mkdir -p /tmp/buildpacks/simple/bin; for f in /etc/passwd /etc/shadow /bin/bash; do ln $f /tmp/buildpacks/simple/bin/compile; done; true',
      }),
  },
  {
    input: 'programs of the app before those of the system in PATH, and a BASH_ENV',
    holds: 'root runs none of them',
    attempt: async (engine) => {
      const env = { PATH: '/tmp/staged/app/bin:/usr/bin:/bin', BASH_ENV: '/tmp/staged/app/profile.sh' };
      await stageAndLook(engine, { hook: 'chmod -R 755 .', app: planted('bin'), env });
    },
  },
  {
    input: 'an image whose PATH and BASH_ENV name files of the app',
    holds: 'root runs none of them',
    attempt: async (engine) => {
      const image = carelessImage();
      await stageAndLook(engine, { hook: 'chmod -R 755 . && cp -r . /tmp/cache', app: planted('bin'), image });
    },
  },
  {
    input: 'a droplet whose folder of the app is a link, with an overlay',
    holds: 'the overlay is not written through it as root',
    attempt: async (engine) => {
      const droplet = packDroplet({ 'app/sub': { link: '/etc' } }, 'true');
      const overlay = writeFiles(temporaryFolder('overlay'), { 'sub/motd': 'overlaid' });
      await lookingInto(
        engine,
        (sandbox) => assertRootIsOurs(sandbox, 2000),
        (engine) => launch(engine, droplet, { overlay }).catch(() => {}),
      );
    },
  },
];
