// Two droplets of an app, as two stagings one after the other leave them.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { labelled } from '../../client/src/staging/formats/label';
import type { DropletLabel } from '../../client/src/staging/formats/label';
import * as tar from '../support/tarball';

const label: DropletLabel = {
  application: 'shop',
  platform: 'cloudfoundry',
  stack: 'cflinuxfs4',
  image: 'cloudfoundry/cflinuxfs4:1.268.0',
  result: {
    lifecycle_metadata: {
      detected_buildpack: 'nodejs',
      buildpacks: [{ key: 'nodejs_buildpack', name: 'nodejs', version: '1.8.24' }],
    },
    process_types: { web: 'npm start' },
    processes: [
      { type: 'web', command: 'npm start' },
      { type: 'worker', command: 'node worker.js --queue mails' },
    ],
    sidecars: [],
    execution_metadata: '',
    lifecycle_type: 'buildpack',
  } as unknown as DropletLabel['result'],
  announced: {
    env: { NODE_ENV: 'production', GREETING: 'hello' },
    withheld: ['API_KEY'],
    processes: [{ type: 'web', healthCheck: { type: 'http', endpoint: '/health', timeoutSeconds: 90 } }],
    sidecars: [],
    services: ['database'],
  } as unknown as DropletLabel['announced'],
};

const packages = ['express', 'lodash', '@types/node', 'react', 'react-dom', 'typescript', 'webpack', 'rxjs', 'axios'];

const text = (bytes: number, seed: string) => seed.repeat(Math.ceil(bytes / seed.length)).slice(0, bytes);

function entries(version: 1 | 2): Buffer[] {
  const modules = packages
    .slice(0, 7 + version)
    .flatMap((name, i) => [
      tar.file(`./app/node_modules/${name}/package.json`, `{"name":"${name}"}`),
      tar.file(`./app/node_modules/${name}/index.js`, text(90_000 / (i + 1), `${name};\n`)),
      tar.file(`./app/node_modules/${name}/lib/util.js`, text(30_000 / (i + 1), `${name} util;\n`)),
    ]);
  return [
    tar.file('./staging_info.yml', '{"detected_buildpack":"nodejs","start_command":"npm start"}'),
    tar.file('./app/Procfile', 'web: npm start\nworker: node worker.js\n'),
    tar.file('./app/server.js', `// version ${version}\nrequire('http');\n`),
    tar.file('./app/public/logo.svg', text(40_000, '<svg/>\n')),
    tar.file('./app/dist/logo.svg', text(40_000, '<svg/>\n')),
    tar.file('./deps/0/node/bin/node', text(250_000, 'ELF ')),
    tar.file('./deps/0/config.yml', 'name: nodejs\nversion: 1.8.24\n'),
    tar.link('./deps/0/bin', '/usr/bin'),
    ...modules,
  ];
}

export async function writeSampleDroplet(file: string, version: 1 | 2 = 1): Promise<void> {
  await pipeline(Readable.from([tar.tarball(...entries(version))]), labelled(label), createWriteStream(file));
}
