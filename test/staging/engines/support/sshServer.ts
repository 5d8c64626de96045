// An ssh server on loopback with keys of its own, and an `ssh` that knows it: the real program with a configuration of ours, so
// that neither the keys nor the known hosts of whoever runs the tests count.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sshArguments } from '../../../../client/src/staging/engines/docker/sshAgent';
import { aptInstall, canInstall, Missing, which } from '../../../setup/machine';
import { temporaryFolder } from '../../support/files';

export interface SshServer {
  /** `ssh://me@127.0.0.1:40022`, without the path of a socket. */
  url: string;
  port: number;
  /** Holds the program `ssh`; to be put first in PATH. */
  bin: string;
  /** Path of the private key that the server accepts. */
  key: string;
  /** Path of the known hosts; may be changed. */
  knownHosts: string;
  /** Path of the configuration of `ssh`; may be added to. */
  config: string;
  /** Ends the connection that requests share, so that the next one logs in anew. */
  hangUp(): void;
  stop(): Promise<void>;
}

const sshd = '/usr/sbin/sshd';

/** Who logs in finds `programs`, and nothing else, on PATH. */
export async function startSshServer(programs: string[]): Promise<SshServer> {
  if (!existsSync(sshd) || !which('ssh')) {
    if (canInstall) await aptInstall(['openssh-server', 'openssh-client']);
    if (!existsSync(sshd) || !which('ssh')) throw new Missing('there is no ssh server to start');
  }
  const folder = temporaryFolder('ssh');
  const path = (name: string) => join(folder, name);
  for (const name of ['host', 'key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path(name)], { stdio: 'pipe' });
  mkdirSync(path('there'));
  for (const name of [...programs, 'sh', 'bash']) symlinkSync(which(name)!, path(`there/${name}`));
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const port = await freePort();
  writeFileSync(
    path('sshd_config'),
    `ListenAddress 127.0.0.1
Port ${port}
HostKey ${path('host')}
PidFile none
AuthorizedKeysFile ${path('key.pub')}
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
SetEnv PATH=${path('there')}
MaxStartups 100
`,
  );
  writeFileSync(path('known_hosts'), `[127.0.0.1]:${port} ${readFileSync(path('host.pub'), 'utf8')}`);
  writeFileSync(
    path('ssh_config'),
    `Host builder
  HostName 127.0.0.1
  Port ${port}
  User ${userInfo().username}
Host *
  UserKnownHostsFile ${path('known_hosts')}
  GlobalKnownHostsFile /dev/null
  IdentityFile ${path('key')}
  IdentitiesOnly yes
`,
  );
  mkdirSync(path('bin'));
  writeFileSync(path('bin/ssh'), `#!/bin/sh\nexec ${which('ssh')} -F ${path('ssh_config')} "$@"\n`, { mode: 0o755 });
  const child = spawn(sshd, ['-D', '-e', '-f', path('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const kill = () => void child.kill();
  process.on('exit', kill);
  for (const deadline = Date.now() + 10_000; !(await listens(port)); await delay(20))
    if (child.exitCode !== null || Date.now() > deadline) throw new Missing(`the ssh server does not start: ${said}`);
  const url = `ssh://${userInfo().username}@127.0.0.1:${port}`;
  const hangUp = () => void spawnSync(path('bin/ssh'), sshArguments(url, ['-O', 'exit'], []), { stdio: 'ignore' });
  return {
    url,
    port,
    bin: path('bin'),
    key: path('key'),
    knownHosts: path('known_hosts'),
    config: path('ssh_config'),
    hangUp,
    stop: async () => {
      hangUp();
      kill();
      await ended;
      process.off('exit', kill);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
