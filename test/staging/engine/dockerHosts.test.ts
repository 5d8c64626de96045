// The same engine over everything a docker host may be: TCP, TCP with TLS, ssh.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Readable } from 'node:stream';
import * as tls from 'node:tls';
import { discover } from '../../../client/src/staging/engines/docker/discover';
import { connectDocker } from '../../../client/src/staging/engines/docker/dockerEngine';
import type { DockerEngine } from '../../../client/src/staging/engines/docker/dockerEngine';
import { sshArguments } from '../../../client/src/staging/engines/docker/sshAgent';
import { looseFile, tarStream } from '../../../client/src/staging/files/tar';
import { bash, inSandbox } from '../../support/engines';

const socket = '/var/run/docker.sock';
let folder: string;
let servers: Server[];
let closers: (() => void)[];

before(async function () {
  const { engine } = await discover({ host: `unix://${socket}` });
  if (engine) return;
  assert.notEqual(process.env.CI, 'true', `no engine at ${socket}`);
  console.log(`skipped: no engine at ${socket}`);
  this.skip();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hosts-test-'));
  servers = [];
  closers = [];
});
afterEach(async () => {
  for (const close of closers) close();
  for (const server of servers) await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

/** Passes connections on to the engine's socket. */
async function forwarder(make: (onConnection: (from: NodeJS.ReadWriteStream) => void) => Server): Promise<number> {
  const server = make((from) => {
    const to = connect({ path: socket, allowHalfOpen: true });
    from.on('error', () => to.destroy()).pipe(to);
    to.on('error', () => from.end()).pipe(from);
  });
  servers.push(server);
  // Not every end of a TLS connection reaches its other side.
  server.on('connection', (from) => closers.push(() => from.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function works(engine: DockerEngine): Promise<void> {
  await inSandbox(engine, async (sandbox) => {
    await sandbox.put(tarStream([looseFile('tmp/f', 'text', { mode: 0o644, uid: 2000, gid: 2000 })]));
    const ran = await bash(sandbox, 'cat f - | wc -c; exit 5', { stdin: Readable.from([Buffer.alloc(3_000_000)]) });
    assert.deepEqual([ran.stdout.trim(), ran.code], ['3000004', 5]);
    const cancel = new AbortController();
    const running = bash(
      sandbox,
      'echo; sleep 100',
      { onStdout: () => cancel.abort(new Error('stop')) },
      cancel.signal,
    );
    await assert.rejects(running, /stop/);
  });
  await engine.settle();
  engine.close();
}

describe('a docker host', () => {
  it('may be reached over TCP', async () => {
    const port = await forwarder((onConnection) => createServer({ allowHalfOpen: true }, onConnection));
    const { engine } = await discover({ host: `127.0.0.1:${port}` });
    await works(engine!);
  });

  it('may be reached over TCP with TLS, and only with the right certificate', async () => {
    const path = (name: string) => join(folder, name);
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=IP:127.0.0.1',
        '-keyout',
        path('key.pem'),
        '-out',
        path('cert.pem'),
      ],
      { stdio: 'pipe' },
    );
    const [key, cert] = [readFileSync(path('key.pem')), readFileSync(path('cert.pem'))];
    const options = { key, cert, ca: cert, requestCert: true, rejectUnauthorized: true, allowHalfOpen: true };
    const port = await forwarder((onConnection) => tls.createServer(options, onConnection));
    writeFileSync(path('ca.pem'), cert);
    const env = { DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_CERT_PATH: folder, DOCKER_TLS_VERIFY: '1' };
    const { engine } = await discover({}, undefined, { env });
    await works(engine!);

    rmSync(path('ca.pem'));
    const refused = await discover({}, undefined, { env, home: folder });
    assert.equal(refused.engine, undefined);
    assert.match(refused.tried[0]!.reason, /self-signed certificate/);
  });

  it('may be reached over ssh, whose processes end with the work', async () => {
    // An ssh that does what the other side would do: run the rest of the command line.
    const calls = join(folder, 'calls');
    await withSsh(
      `#!/bin/sh\necho "$@" >>${calls}\nwhile [ "$1" != -- ]; do shift; done\nshift 2\nexec "$@"\n`,
      async () => {
        const engine = await connectDocker({ from: 'test', url: 'ssh://me@far:2222' });
        await works(engine);
        assert.match(readFileSync(calls, 'utf8'), /-l me -p 2222 -- far docker system dial-stdio\n/);
        const deadline = Date.now() + 5000;
        const left = () =>
          execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' }).includes(
            'dial-stdio',
          );
        while (left()) {
          assert.ok(Date.now() < deadline, 'ssh still runs');
          await new Promise((later) => setTimeout(later, 50));
        }
      },
    );
  });

  it('that ssh cannot reach says so in the words of ssh', async () => {
    await withSsh('#!/bin/sh\necho "ssh: Could not resolve hostname far" >&2\nexit 255\n', async () => {
      const { tried } = await discover({ host: 'ssh://far' });
      assert.equal(tried[0]!.reason, 'ssh: Could not resolve hostname far');
    });
  });

  it('behind ssh publishes ports over there, which are brought here', async () => {
    // -W ADDRESS: what ssh does with it is done by a few lines of node.
    const bridge =
      'const [h, p] = process.argv[1].split(":"); const s = require("net").connect(p, h); process.stdin.pipe(s); s.pipe(process.stdout)';
    const stub = `#!/bin/sh
while [ $# -gt 0 ]; do case $1 in -W) exec ${process.execPath} -e '${bridge}' "$2";; --) shift 2; exec "$@";; esac; shift; done`;
    await withSsh(stub, async () => {
      const engine = await connectDocker({ from: 'test', url: 'ssh://far' });
      await inSandbox(
        engine,
        async (sandbox) => {
          const { host, port } = (await sandbox.ports()).get(8080)!;
          const serve =
            'use Socket; socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(8080, INADDR_ANY)); listen(S, 5); $| = 1; print "ready"; accept(C, S); print C "hello"; close C';
          let ready = () => {};
          const isReady = new Promise<void>((resolve) => (ready = resolve));
          const serving = bash(sandbox, '', { argv: ['perl', '-e', serve], onStdout: ready });
          await isReady;
          let text = '';
          for await (const chunk of connect(port, host)) text += String(chunk);
          assert.equal(text, 'hello');
          assert.equal((await serving).code, 0);
        },
        { ports: [{ inside: 8080, outside: 0 }] },
      );
      await engine.settle();
      engine.close();
    });
  });

  it('cannot smuggle options to ssh', () => {
    assert.deepEqual(sshArguments('ssh://-oProxyCommand=x@-host', [], ['docker']).slice(4), [
      '-l',
      '-oProxyCommand=x',
      '--',
      '-host',
      'docker',
    ]);
  });
});

/** Runs `use` with a program of ours in the place of ssh. */
async function withSsh(script: string, use: () => Promise<void>): Promise<void> {
  writeFileSync(join(folder, 'ssh'), script, { mode: 0o755 });
  const { PATH } = process.env;
  process.env.PATH = folder + delimiter + PATH;
  try {
    await use();
  } finally {
    process.env.PATH = PATH;
  }
}
