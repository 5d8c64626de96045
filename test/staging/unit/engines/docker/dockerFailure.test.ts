// Why a container does not start: what engines really say → what the user is told.
import assert from 'node:assert/strict';
import { startFailure } from '../../../../../client/src/staging/engines/docker/dockerFailure';
import { advised, onCommandLine } from '../../../../../server/src/base/remedy';

const failures: [says: string, told: RegExp][] = [
  [
    'driver failed programming external connectivity on endpoint x: Error starting userland proxy: listen tcp4 127.0.0.1:8099: bind: address already in use',
    /^Port 8099 is in use .*--port N/,
  ],
  ['Bind for 0.0.0.0:80 failed: port is already allocated', /^Port 80 is in use/],
  ['network shop not found', /^The engine has no network “shop”\. .*docker network ls.*--network MODE/],
  [
    'unable to find network with name or ID shop: network not found',
    /^The engine has no network “shop”\. .*docker network ls.*--network MODE/,
  ],
  ['No such container: web', /^The container web, whose network was to be shared, does not exist.*--network MODE/],
  ['cannot join network of a non running container: 0a1b', /^The container 0a1b, .* does not run/],
  [
    'no space left on device',
    /^The disk of Docker 1 at unix:\/\/\/d is full: “no space left on device”\..*docker system prune/,
  ],
  [
    'OCI runtime create failed: runc create failed: unable to start container process: exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown',
    /^Nothing can run in the image image:3: it has no shell .*--image REF/,
  ],
  [
    'crun: executable file `/bin/sh` not found: No such file or directory: OCI runtime attempted to invoke a command that was not found',
    /^Nothing can run in the image image:3: it has no shell/,
  ],
  ['exec /bin/sh: exec format error', /another kind of processor/],
  [
    'image operating system "windows" cannot be used on this platform: operating system is not supported',
    /^Nothing can run in the image image:3: it is not made for Linux/,
  ],
];

describe('a container that does not start', () => {
  for (const [says, told] of failures)
    it(says, () => {
      const failure = startFailure(
        'Docker 1 at unix:///d',
        'image:3',
        new Error(`(HTTP code 404) no such container - ${says} `),
      );
      assert.match(advised(failure, onCommandLine), told);
    });
});
