// Which engine is used: homes of many kinds, and an engine that answers where the test says.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discover, unreachable } from '../../../../../client/src/staging/engines/docker/discover';
import type { Wish } from '../../../../../client/src/staging/engines/docker/discover';
import type { DockerEngine } from '../../../../../client/src/staging/engines/docker/dockerEngine';
import type { Place } from '../../../../../client/src/staging/engines/docker/engineAddress';
import { advised, onCommandLine } from '../../../../../server/src/base/remedy';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'home-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const refusals: Record<string, NodeJS.ErrnoException> = {
  missing: Object.assign(new Error('connect ENOENT'), { code: 'ENOENT' }),
  forbidden: Object.assign(new Error('connect EACCES'), { code: 'EACCES' }),
};

/** Engines answer at `alive`; everything else refuses. */
async function find(given: {
  wish?: Wish;
  env?: NodeJS.ProcessEnv;
  system?: NodeJS.Platform;
  alive?: string[];
  forbidden?: string[];
}) {
  const seen: Place[] = [];
  const discovery = await discover(given.wish ?? {}, undefined, {
    env: given.env ?? {},
    home,
    system: given.system ?? 'linux',
    connect: async (place) => {
      seen.push(place);
      if (given.alive?.includes(place.url))
        return { place, description: `Docker 1.2.3 at ${place.url}` } as DockerEngine;
      throw given.forbidden?.includes(place.url) ? refusals.forbidden! : refusals.missing!;
    },
  });
  return { ...discovery, seen };
}

function context(name: string, host: string, current: boolean, tls?: Record<string, string>): void {
  const id = createHash('sha256').update(name).digest('hex');
  const docker = join(home, '.docker');
  mkdirSync(join(docker, 'contexts/meta', id), { recursive: true });
  writeFileSync(
    join(docker, 'contexts/meta', id, 'meta.json'),
    JSON.stringify({ Name: name, Endpoints: { docker: { Host: host, SkipTLSVerify: true } } }),
  );
  if (current) writeFileSync(join(docker, 'config.json'), JSON.stringify({ currentContext: name }));
  for (const [file, text] of Object.entries(tls ?? {})) {
    mkdirSync(join(docker, 'contexts/tls', id, 'docker'), { recursive: true });
    writeFileSync(join(docker, 'contexts/tls', id, 'docker', file), text);
  }
}

const usual = 'unix:///var/run/docker.sock';

describe('the engine', () => {
  const choices: {
    title: string;
    given: Parameters<typeof find>[0];
    before?: () => void;
    url: string | undefined;
    from?: string;
  }[] = [
    { title: 'is Docker where it usually is', given: { alive: [usual] }, url: usual, from: 'Docker' },
    {
      title: 'is the address given, before all others',
      given: {
        wish: { host: 'tcp://a:1' },
        env: { DOCKER_HOST: 'tcp://b:1' },
        alive: ['tcp://a:1', 'tcp://b:1', usual],
      },
      url: 'tcp://a:1',
    },
    {
      title: 'may be given as a path',
      given: { wish: { host: '/x/docker.sock' }, alive: ['unix:///x/docker.sock'] },
      url: 'unix:///x/docker.sock',
    },
    {
      title: 'may be given as host and port',
      given: { wish: { host: 'build:2375' }, alive: ['tcp://build:2375'] },
      url: 'tcp://build:2375',
    },
    {
      title: 'is DOCKER_HOST',
      given: { env: { DOCKER_HOST: 'tcp://b:1' }, alive: ['tcp://b:1', usual] },
      url: 'tcp://b:1',
      from: 'DOCKER_HOST',
    },
    {
      title: 'is nothing else when DOCKER_HOST does not answer',
      given: { env: { DOCKER_HOST: 'unix:///nope' }, alive: [usual] },
      url: undefined,
    },
    {
      title: 'is the current context',
      given: { alive: ['unix:///desktop', usual] },
      before: () => context('desktop-linux', 'unix:///desktop', true),
      url: 'unix:///desktop',
      from: 'docker context desktop-linux',
    },
    {
      title: 'is the context given',
      given: { wish: { context: 'far' }, alive: ['ssh://me@far', usual] },
      before: () => context('far', 'ssh://me@far', false),
      url: 'ssh://me@far',
    },
    {
      title: 'is the context of DOCKER_CONTEXT',
      given: { env: { DOCKER_CONTEXT: 'far' }, alive: ['ssh://me@far', usual] },
      before: () => context('far', 'ssh://me@far', false),
      url: 'ssh://me@far',
    },
    {
      title: 'is the usual one in the context "default"',
      given: { env: { DOCKER_CONTEXT: 'default' }, alive: [usual] },
      before: () => context('far', 'ssh://me@far', true),
      url: usual,
    },
    {
      title: 'is rootless Docker',
      given: { env: { XDG_RUNTIME_DIR: '/run/user/1' }, alive: ['unix:///run/user/1/docker.sock'] },
      url: 'unix:///run/user/1/docker.sock',
    },
    {
      title: 'is rootless Podman',
      given: { env: { XDG_RUNTIME_DIR: '/run/user/1' }, alive: ['unix:///run/user/1/podman/podman.sock'] },
      url: 'unix:///run/user/1/podman/podman.sock',
    },
    {
      title: 'is the pipe on Windows',
      given: { system: 'win32', alive: ['npipe:////./pipe/docker_engine'] },
      url: 'npipe:////./pipe/docker_engine',
    },
  ];
  for (const { title, given, before: prepare, url, from } of choices)
    it(title, async () => {
      prepare?.();
      const { engine } = await find(given);
      assert.equal(engine?.place.url, url);
      if (from) assert.equal(engine?.place.from, from);
    });

  for (const below of [
    '.docker/run/docker.sock',
    '.docker/desktop/docker.sock',
    '.colima/default/docker.sock',
    '.rd/docker.sock',
    '.orbstack/run/docker.sock',
  ])
    it(`may listen at ~/${below}`, async () => {
      const url = `unix://${join(home, below)}`;
      assert.equal((await find({ alive: [url] })).engine?.place.url, url);
    });

  it('is told its certificates by the context', async () => {
    context('tls', 'tcp://far:2376', true, { 'ca.pem': 'CA', 'cert.pem': 'CERT', 'key.pem': 'KEY' });
    const { tls } = (await find({ alive: ['tcp://far:2376'] })).engine!.place;
    assert.deepEqual(
      [String(tls?.ca), String(tls?.cert), String(tls?.key), tls?.skipVerify],
      ['CA', 'CERT', 'KEY', true],
    );
  });

  it('is told its certificates by DOCKER_CERT_PATH', async () => {
    writeFileSync(join(home, 'ca.pem'), 'CA');
    const env = { DOCKER_HOST: 'tcp://far:2376', DOCKER_CERT_PATH: home, DOCKER_TLS_VERIFY: '1' };
    const { tls } = (await find({ env, alive: ['tcp://far:2376'] })).engine!.place;
    assert.deepEqual([String(tls?.ca), tls?.skipVerify], ['CA', false]);
  });
});

describe('without an engine', () => {
  it('every place looked at is named, with the reason', async () => {
    const discovery = await find({ env: { XDG_RUNTIME_DIR: '/run/user/1' } });
    const error = unreachable(discovery);
    const message = advised(error, onCommandLine);
    assert.equal(error.code, 'Unavailable');
    assert.match(
      message,
      /^Cannot reach Docker\. Tried DOCKER_HOST \(not set\), the current docker context \(not set\), unix:\/\/\/var\/run\/docker\.sock \(Docker: no such file\), /,
    );
    for (const { url } of discovery.seen) assert.ok(message.includes(url), url);
    assert.match(message, /Start Docker or Podman, or name its address, also in DOCKER_HOST \(--docker-host URL\)/);
  });

  const hints: [title: string, given: Parameters<typeof find>[0], expected: RegExp][] = [
    ['permission', { forbidden: [usual] }, /permission denied.*usermod -aG docker/],
    [
      'another that answers',
      { env: { DOCKER_HOST: 'unix:///nope' }, alive: [usual] },
      /unix:\/\/\/nope \(DOCKER_HOST: no such file\).*Docker 1\.2\.3 at unix:\/\/\/var\/run\/docker\.sock does answer\. To use it, unset DOCKER_HOST\./,
    ],
    [
      'another than the one given',
      { wish: { host: 'tcp://x:1' }, alive: [usual] },
      /Docker 1\.2\.3 at .* does answer\. To use it, leave the address out \(--docker-host\)/,
    ],
    [
      'a context nobody knows',
      { wish: { context: 'typo' } },
      /docker context typo \(no such context \(there is none\)\)/,
    ],
  ];
  for (const [title, given, expected] of hints)
    it(`the message helps with ${title}`, async () =>
      assert.match(advised(unreachable(await find(given)), onCommandLine), expected));

  it('a context nobody knows is answered by those there are', async () => {
    context('far', 'ssh://far', false);
    assert.match(unreachable(await find({ wish: { context: 'fra' } })).message, /there are: far/);
  });
});
