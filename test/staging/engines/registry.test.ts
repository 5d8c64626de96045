// An image of a registry that wants a password: pulled as whoever logged in with docker or podman.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { registryOf } from '../../../client/src/staging/engines/docker/registryLogin';
import type { Engine } from '../../../client/src/staging/engines/engine';
import { linesOnly } from '../../../client/src/staging/report/progress';
import { findEngine } from '../../../client/src/staging/findEngine';
import { never } from '../../support/engines';
import { temporaryFolder } from '../support/files';
import { setEnvironment } from './support/environment';
import { startRegistry } from './support/registry';
import type { Registry } from './support/registry';

const auth = Buffer.from('me:secret').toString('base64');

describe('a registry that wants a password', () => {
  let engine: Engine;
  let registry: Registry;
  let home: string;
  let back: () => void;
  before(async () => (engine = await findEngine({ engine: 'docker' })));
  beforeEach(async () => {
    registry = await startRegistry('me:secret');
    home = temporaryFolder('home');
    back = setEnvironment({
      DOCKER_CONFIG: join(home, 'docker'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_RUNTIME_DIR: undefined,
      PATH: home + delimiter + process.env.PATH,
    });
  });
  afterEach(async () => {
    back();
    await registry.close();
  });

  const pull = async () => {
    const lines: string[] = [];
    await engine.ensureImage(
      registry.image,
      linesOnly((text) => void lines.push(text)),
      never,
    );
    assert.ok(await engine.hasImage(registry.image));
    execFileSync('docker', ['rmi', '-f', registry.image], { stdio: 'ignore' });
    return lines.join('\n');
  };
  const write = (file: string, content: object) => {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), JSON.stringify(content));
  };
  /** A credential helper that knows the password, and which registry it was asked for. */
  const helper = (says: object) =>
    writeFileSync(
      join(home, 'docker-credential-test'),
      `#!/bin/sh\nread -r registry\n[ "$1 $registry" = "get ${registry.host}" ] && echo '${JSON.stringify(says)}'\n`,
      { mode: 0o755 },
    );

  const ways: Record<string, () => void> = {
    'docker login': () => write('docker/config.json', { auths: { [registry.host]: { auth } } }),
    'docker login with https://': () =>
      write('docker/config.json', { auths: { [`https://${registry.host}/v2/`]: { auth } } }),
    'podman login': () => write('config/containers/auth.json', { auths: { [registry.host]: { auth } } }),
    'a helper of all registries': () => {
      write('docker/config.json', { auths: { [registry.host]: {} }, credsStore: 'test' });
      helper({ Username: 'me', Secret: 'secret' });
    },
    'a helper of this registry': () => {
      write('docker/config.json', { credHelpers: { [registry.host]: 'test' }, credsStore: 'none-such' });
      helper({ Username: 'me', Secret: 'secret' });
    },
  };
  for (const [way, prepare] of Object.entries(ways))
    it(`lets in who used ${way}, and the password is told nobody`, async () => {
      prepare();
      assert.ok(!(await pull()).includes('secret'));
    });

  const refused: Record<string, () => void> = {
    'who has not logged in': () => {},
    'a helper that knows nothing': () => write('docker/config.json', { credsStore: 'none-such' }),
    'a helper whose name is a path': () => write('docker/config.json', { credsStore: '../../evil' }),
    'a wrong password': () =>
      write('docker/config.json', { auths: { [registry.host]: { auth: Buffer.from('me:wrong').toString('base64') } } }),
  };
  for (const [who, prepare] of Object.entries(refused))
    it(`refuses ${who}, with what to do`, async () => {
      prepare();
      await assert.rejects(pull(), /cannot be pulled: .*[Ll]og in .*docker login|private, log in with "docker login"/);
    });

  const names: [image: string, registry: string][] = [
    ['cflinuxfs4', 'https://index.docker.io/v1/'],
    ['cloudfoundry/cflinuxfs4:1', 'https://index.docker.io/v1/'],
    ['docker.io/cloudfoundry/cflinuxfs4', 'https://index.docker.io/v1/'],
    ['localhost/x', 'localhost'],
    ['host:5000/x/y@sha256:0', 'host:5000'],
  ];
  for (const [image, of] of names) it(`${image} is of ${of}`, () => assert.equal(registryOf(image), of));
});
