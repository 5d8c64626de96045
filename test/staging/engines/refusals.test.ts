// A docker host that cannot be reached: what is said, and what to do next. Real ssh and TLS servers refuse.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { discover, unreachable } from '../../../client/src/staging/engines/docker/discover';
import type { DockerEngine } from '../../../client/src/staging/engines/docker/dockerEngine';
import { advised, onCommandLine } from '../../../server/src/base/remedy';
import { bash, inSandbox } from '../../support/engines';
import { temporaryFolder } from '../support/files';
import { makeCertificates } from './support/certificates';
import { setEnvironment } from './support/environment';
import { forwarder } from './support/forwarder';
import type { Forwarder } from './support/forwarder';
import { startSshServer } from './support/sshServer';
import type { SshServer } from './support/sshServer';

const socket = '/var/run/docker.sock';

async function works(engine: DockerEngine | undefined): Promise<void> {
  assert.ok(engine, 'no engine was found');
  await inSandbox(engine, async (sandbox) => assert.equal((await bash(sandbox, 'echo hi')).stdout, 'hi\n'));
  await engine.settle();
  engine.close();
}

/** What a user reads when the engine at `host` is the one that was asked for. */
const saidOf = async (host: string, env: NodeJS.ProcessEnv = {}) => {
  const discovery = await discover({ host }, undefined, { env, home: temporaryFolder() });
  assert.equal(discovery.engine?.description, undefined);
  return advised(unreachable({ ...discovery, others: [] }), onCommandLine);
};

describe('ssh', () => {
  let server: SshServer;
  let back: () => void;
  let setBack: (() => void)[];
  before(async () => {
    server = await startSshServer(['docker']);
    back = setEnvironment({ PATH: server.bin + delimiter + process.env.PATH });
  });
  after(async () => {
    back();
    await server.stop();
  });
  beforeEach(() => {
    setBack = [];
    server.hangUp();
  });
  afterEach(() => setBack.forEach((undo) => undo()));

  /** Changes a file of the server's clients until the test ends. */
  const change = (file: string, text: string) => {
    const before = readFileSync(file);
    writeFileSync(file, text);
    setBack.push(() => writeFileSync(file, before));
  };

  it('finds a host by its name in the configuration', async () =>
    await works((await discover({ host: 'ssh://builder' })).engine));

  it('takes a key that only the agent holds', async () => {
    const agent = join(temporaryFolder(), 'agent');
    const child = /SSH_AGENT_PID=(\d+)/.exec(execFileSync('ssh-agent', ['-a', agent], { encoding: 'utf8' }))![1]!;
    setBack.push(() => process.kill(Number(child)), setEnvironment({ SSH_AUTH_SOCK: agent }));
    execFileSync('ssh-add', ['-q', server.key]);
    change(server.config, readFileSync(server.config, 'utf8').replace(/ {2}Identit.*\n/g, ''));
    await works((await discover({ host: server.url })).engine);
  });

  const refused: { says: string; prepare: () => void; url?: () => string; expected: RegExp }[] = [
    {
      says: 'that a host key is not known, and how to get to know it',
      prepare: () => change(server.knownHosts, ''),
      expected:
        /: its host key is not known here\)\. Connect once in a terminal and compare the key that ssh shows \(ssh -p \d+ \w+@127\.0\.0\.1\)\.$/,
    },
    {
      says: 'that a host key has changed',
      prepare: () => {
        const [host] = readFileSync(server.knownHosts, 'utf8').split(' ');
        const other = join(temporaryFolder(), 'other');
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
        change(server.knownHosts, `${host} ${readFileSync(`${other}.pub`, 'utf8')}`);
      },
      expected:
        /: its host key is another than the one known here, so it may be another machine\).*ssh-keygen -R '\[127\.0\.0\.1\]:\d+' && ssh /,
    },
    {
      says: 'that no key is accepted, without asking for a password',
      prepare: () => {
        const other = join(temporaryFolder(), 'other');
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
        change(server.config, readFileSync(server.config, 'utf8').replace(/IdentityFile .*/, `IdentityFile ${other}`));
      },
      expected:
        /: it accepts none of your keys, and nobody is asked for passwords here\)\. Add the right key to your ssh agent/,
    },
    {
      says: 'that a key needs a passphrase that nobody is asked for',
      prepare: () => {
        const other = join(temporaryFolder(), 'other');
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-f', other]);
        change(server.config, readFileSync(server.config, 'utf8').replace(/IdentityFile .*/, `IdentityFile ${other}`));
      },
      expected: /: it accepts none of your keys.*\(ssh-add && ssh /,
    },
    {
      says: 'that a key is left alone because others may read it',
      prepare: () => {
        chmodSync(server.key, 0o644);
        setBack.push(() => chmodSync(server.key, 0o600));
      },
      expected: /: ssh does not use your private key, because others may read its file\).*chmod 600/,
    },
    {
      says: 'that no ssh server listens',
      prepare: () => {},
      url: () => 'ssh://127.0.0.1:1',
      expected: /: no ssh server listens there\)\. Start its ssh server, or name the right port/,
    },
    {
      says: 'that there is no such host',
      prepare: () => {},
      url: () => 'ssh://no-such-host.invalid',
      expected: /: no such host\)\. Check the name/,
    },
    {
      says: 'that no engine listens at a socket over there',
      prepare: () => {},
      url: () => `${server.url}/no/such.sock`,
      expected: /: no engine listens there\)\. Start Docker/,
    },
  ];
  for (const { says, prepare, url, expected } of refused)
    it(`says ${says}`, async () => {
      prepare();
      const host = url?.() ?? server.url;
      assert.match(await saidOf(host), expected);
    });

  it('says that neither Docker nor Podman is there', async () => {
    const bare = await startSshServer([]);
    const back = setEnvironment({ PATH: bare.bin + delimiter + process.env.PATH });
    try {
      assert.match(await saidOf(bare.url), /: neither Docker nor Podman is found there\)\. Install one of them there/);
    } finally {
      back();
      await bare.stop();
    }
  });

  it('that is not installed here is what is missing', async () => {
    setBack.push(setEnvironment({ PATH: '/nowhere' }));
    assert.match(await saidOf('ssh://far'), /: ssh is not installed here\)\. Install OpenSSH/);
  });
});

describe('TLS', () => {
  const folder = temporaryFolder('tls');
  let secure: Forwarder;
  let plain: Forwarder;
  before(async () => {
    makeCertificates(folder);
    [secure, plain] = await Promise.all([forwarder(socket, folder), forwarder(socket)]);
  });
  after(async () => await Promise.all([secure.close(), plain.close()]));

  const tls = (certificates: string) => ({ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates });
  /** Some of the certificates. */
  const only = (...names: string[]) => {
    const some = temporaryFolder();
    for (const name of names) writeFileSync(join(some, name), readFileSync(join(folder, name)));
    return some;
  };

  it('is spoken with the certificates of DOCKER_CERT_PATH', async () => {
    const env = { DOCKER_HOST: `tcp://127.0.0.1:${secure.port}`, ...tls(folder) };
    await works((await discover({}, undefined, { env })).engine);
  });

  it('is not needed on TCP', async () => await works((await discover({ host: `127.0.0.1:${plain.port}` })).engine));

  it('says that the host’s certificate is not trusted', async () => {
    const said = await saidOf(`tcp://127.0.0.1:${secure.port}`, tls(only('cert.pem', 'key.pem')));
    assert.match(said, /: its certificate is not one that is trusted here\)\. Put its ca\.pem, .* DOCKER_CERT_PATH/);
  });

  it('says that the host wants a certificate', async () => {
    const said = await saidOf(`tcp://127.0.0.1:${secure.port}`, tls(only('ca.pem')));
    assert.match(said, /: it wants another client certificate than the one given here\)/);
  });

  it('says that the host speaks none', async () => {
    const said = await saidOf(`tcp://127.0.0.1:${plain.port}`, tls(folder));
    assert.match(said, /: it speaks without TLS\)\. Unset DOCKER_TLS_VERIFY/);
  });

  it('says that the host speaks nothing else', async () => {
    // What dockerd answers; the forwarder only hangs up.
    const server = createServer((_, response) => {
      response.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n');
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    try {
      const said = await saidOf(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
      assert.match(said, /: it speaks TLS only\)\. Put its ca\.pem/);
    } finally {
      server.close();
    }
  });
});
