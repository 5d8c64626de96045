// How the engine's own program is told which engine, here and behind ssh.
import assert from 'node:assert/strict';
import type { Place } from '../../../../../client/src/staging/engines/docker/engineAddress';
import { engineCli, remoteProgram } from '../../../../../client/src/staging/engines/docker/engineCli';
import { sshArguments } from '../../../../../client/src/staging/engines/docker/sshAgent';

const tls = { skipVerify: false };

describe('the line that opens a shell', () => {
  const lines: [says: string, place: Omit<Place, 'from'>, isPodman: boolean, line: string][] = [
    ['Docker where it usually is', { url: 'unix:///var/run/docker.sock' }, false, 'docker'],
    ['Docker elsewhere', { url: 'unix:///x', cliOption: ['-H', 'unix:///x'] }, false, 'docker -H unix:///x'],
    ['a context', { url: 'tcp://far:2376', tls, cliOption: ['--context', 'far'] }, false, 'docker --context far'],
    ['Podman’s socket', { url: 'unix:///x' }, true, 'podman --remote --url unix:///x'],
    ['Podman with TLS', { url: 'tcp://far:1', tls, cliOption: ['--context', 'far'] }, true, 'docker --context far'],
    ['ssh', { url: 'ssh://me@far:2222', dialProgram: 'docker' }, false, 'ssh -t -p 2222 me@far docker'],
    [
      'ssh to a socket',
      { url: 'ssh://far/run/x.sock', dialProgram: 'podman' },
      true,
      'ssh -t far podman --url unix:///run/x.sock',
    ],
  ];
  for (const [says, place, isPodman, line] of lines)
    it(`of ${says}: ${line}`, () => assert.equal(engineCli({ from: 'test', ...place }, isPodman).join(' '), line));
});

describe('behind ssh', () => {
  it('the path of a socket is one word for the shell over there', () =>
    assert.deepEqual(remoteProgram({ from: 'test', url: 'ssh://far/a%20b;c' }), [
      'docker',
      '--host',
      "'unix:///a b;c'",
    ]));

  it('user and host cannot become options of ssh, and nothing is asked', () => {
    const args = sshArguments('ssh://-oProxyCommand=x@-host', [], ['docker']);
    assert.deepEqual(args.slice(-5), ['-l', '-oProxyCommand=x', '--', '-host', 'docker']);
    assert.ok(args.includes('BatchMode=yes'));
  });
});
