// What only a container can promise: a buildpack is held, limits are kept, ports are published here and nowhere else.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import type { Engine, Exec, SandboxSpec } from '../../../client/src/staging/engines/engine';
import { within } from '../../../server/src/base/deadline';
import { findEngine } from '../../../client/src/staging/findEngine';
import { temporaryFolder } from '../support/files';
import { stackImage } from '../../setup/stackImage';
import { bash, inSandbox, never } from '../../support/engines';
import { saying } from '../../support/advice';

describe('a container', () => {
  let engine: Engine;
  before(async function () {
    try {
      engine = await findEngine({ engine: 'docker' });
    } catch (error) {
      if (process.env.CI === 'true') throw error;
      console.log(`skipped: ${(error as Error).message}`);
      this.skip();
    }
  });
  after(async () => await engine?.settle());

  const root: Partial<Exec> = { user: '0:0' };
  const facts: { title: string; line: string; expected: RegExp; spec?: Partial<SandboxSpec>; as?: Partial<Exec> }[] = [
    {
      title: 'runs a buildpack without any capability',
      line: 'grep ^Cap /proc/self/status',
      expected: /^(Cap\w+:\t0+\n)+$/,
    },
    {
      title: 'gives none to root either',
      line: 'grep ^CapEff /proc/self/status; chown 1 /tmp 2>&1',
      expected: /^CapEff:\t0+\n.*not permitted/,
      as: root,
    },
    {
      title: 'gives those that were asked for',
      line: 'touch /tmp/x && chown 7 /tmp/x && stat -c %u /tmp/x',
      expected: /^7\n$/,
      as: root,
      spec: { capabilities: ['CHOWN'] },
    },
    { title: 'grants no new privileges', line: 'grep NoNewPrivs /proc/self/status', expected: /:\t1\n/ },
    {
      title: 'has nothing of this machine mounted',
      line: `grep -E ' (ext4|xfs|btrfs|9p|fuse\\S*|virtiofs) ' /proc/mounts | grep -vE ' /(etc/(resolv.conf|hostname|hosts)|usr/sbin/docker-init) '; ls /var/run/docker.sock 2>&1`,
      expected: /^ls: cannot access .*\n$/,
    },
    { title: 'opens 16384 files', line: 'ulimit -n; ulimit -Hn', expected: /^16384\n16384\n$/ },
    {
      title: 'limits processes',
      line: 'for i in $(seq 50); do sleep 5 & done 2>&1; wait',
      expected: /fork: .*[Rr]esource temporarily unavailable/,
      spec: { pids: 20 },
    },
    {
      title: 'limits memory, swap included',
      line: 'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null',
      expected: /^134217728\n$/,
      spec: { memory: 128 << 20 },
    },
    {
      title: 'can do without a network',
      line: 'cat /proc/net/dev | grep -c eth',
      expected: /^0\n$/,
      spec: { network: 'none' },
    },
    { title: 'has a network by default', line: 'cat /proc/net/dev | grep -c eth', expected: /^1\n$/ },
    {
      title: 'does not let a buildpack write what decides over its end',
      line: 'mkdir /.cf-staging 2>&1; kill -9 1 2>&1; pkill -9 cat 2>&1; echo alive',
      expected: /alive\n$/,
    },
  ];
  for (const { title, line, expected, spec, as } of facts)
    it(
      title,
      async () =>
        await inSandbox(
          engine,
          async (sandbox) => assert.match((await bash(sandbox, line, as)).stdout, expected),
          spec,
        ),
    );

  describe('out of memory', () => {
    const eat = 'perl -e \'$x = "x" x (1 << 29)\'';
    it('is noticed even when the script goes on', async () =>
      await inSandbox(
        engine,
        async (sandbox) => {
          assert.equal(await sandbox.outOfMemory(), false);
          assert.equal((await bash(sandbox, `${eat}; exit 0`)).code, 0);
          assert.equal(await sandbox.outOfMemory(), true);
        },
        { memory: 128 << 20 },
      ));
    it('is not noticed when somebody else kills', async () =>
      await inSandbox(engine, async (sandbox) => {
        assert.equal((await bash(sandbox, 'kill -9 $$')).signal, 'killed');
        assert.equal(await sandbox.outOfMemory(), false);
      }));
  });

  it('gets the proxies of the docker configuration, as docker run gives them', async () => {
    const folder = temporaryFolder();
    const proxies = { default: { httpProxy: 'http://proxy:3128', noProxy: 'here', unknown: 'x' } };
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ proxies }));
    const before = process.env.DOCKER_CONFIG;
    process.env.DOCKER_CONFIG = folder;
    try {
      await inSandbox(engine, async (sandbox) => {
        const { stdout } = await bash(sandbox, 'env | grep -i proxy | sort');
        assert.equal(
          stdout,
          'HTTP_PROXY=http://proxy:3128\nNO_PROXY=here\nhttp_proxy=http://proxy:3128\nno_proxy=here\n',
        );
      });
    } finally {
      if (before === undefined) delete process.env.DOCKER_CONFIG;
      else process.env.DOCKER_CONFIG = before;
    }
  });

  it('says which port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      await assert.rejects(
        inSandbox(engine, async () => {}, { ports: [{ inside: 8080, outside: port }] }),
        saying(new RegExp(`^Port ${port} is in use .*--port`)),
      );
    } finally {
      server.close();
    }
  });

  it('publishes ports on this machine only', async () =>
    await inSandbox(
      engine,
      async (sandbox) => {
        const { host, port } = (await sandbox.ports()).get(8080)!;
        assert.equal(host, '127.0.0.1');
        const bound = execFileSync('docker', ['port', sandbox.id, '8080/tcp'], { encoding: 'utf8' });
        assert.equal(bound, `127.0.0.1:${port}\n`);
        const cancel = new AbortController();
        const answer =
          'use Socket; socket(S, PF_INET, SOCK_STREAM, 0); setsockopt(S, SOL_SOCKET, SO_REUSEADDR, 1); bind(S, sockaddr_in(8080, INADDR_ANY)); listen(S, 5); while (accept(C, S)) { while (<C>) { last if /^\\r/ } print C "HTTP/1.0 200 OK\\r\\n\\r\\nhello"; close C }';
        const serving = bash(sandbox, '', { argv: ['perl', '-e', answer] }, cancel.signal);
        serving.catch(() => {});
        let text = '';
        for (let i = 0; i < 50 && !text; i++, await later(100))
          text = await within(2000, [], (signal) => fetch(`http://${host}:${port}`, { signal })).then(
            (response) => response.text(),
            () => '',
          );
        assert.equal(text, 'hello');
        cancel.abort();
      },
      { ports: [{ inside: 8080, outside: 0 }] },
    ));

  it('that is removed from outside ends what runs in it with an error that says so', async () => {
    const sandbox = await engine.create(
      { image: stackImage, purpose: 'test', application: 'a', maxSeconds: 60 },
      never,
    );
    const running = bash(sandbox, 'echo; sleep 60', {
      onStdout: () => execFileSync('docker', ['rm', '-f', sandbox.id], { stdio: 'ignore' }),
    });
    await assert.rejects(running, { code: 'Failed', message: /the container has ended.*Try again/ });
    await assert.rejects(bash(sandbox, 'true'), { code: 'Failed', message: /the container has ended/ });
    await sandbox.destroy();
  });

  const refused: [title: string, spec: Partial<SandboxSpec>, message: RegExp][] = [
    [
      'image',
      { image: 'no-such-image:here' },
      /^Cannot (?:create|start) a container of no-such-image:here: No such image/,
    ],
    ['network', { network: 'no-such-network' }, /^The engine has no network “no-such-network”/],
  ];
  for (const [title, spec, message] of refused)
    it(`cannot be made of an unknown ${title}, and leaves nothing`, async () => {
      const all = () =>
        execFileSync('docker', ['ps', '-aq', '--filter', 'label=cf-staging.application=refused'], { encoding: 'utf8' });
      await assert.rejects(
        engine.create({ image: stackImage, purpose: 'test', application: 'refused', maxSeconds: 9, ...spec }, never),
        { code: 'Failed', message },
      );
      assert.equal(all(), '');
    });
});
