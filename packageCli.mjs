// `npm run package:cli`: the npm package `cf-staging`, made of the bundles of the command line that the extension is built with.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = 'dist/cf-staging';
const out = resolve(process.argv[2] ?? '.');

execFileSync(process.execPath, ['esbuild.mjs', '--production'], { stdio: 'inherit' });
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const file of ['foundation.js', 'kubernetesLibrary.js', 'ThirdPartyNotices.txt'])
  cpSync(join('dist', file), join(folder, file));
for (const file of ['LICENSE', 'SECURITY.md', 'CHANGELOG.md']) cpSync(file, join(folder, file));
cpSync('client/src/staging/cli/README.md', join(folder, 'README.md'));
writeFileSync(join(folder, 'cli.js'), `#!/usr/bin/env node\n${readFileSync('dist/cli.js', 'utf8')}`);
chmodSync(join(folder, 'cli.js'), 0o755);

const { version, license, engines, keywords } = JSON.parse(readFileSync('package.json', 'utf8'));
const manifest = {
  name: 'cf-staging',
  version,
  description:
    'Stages an app the way Cloud Foundry or Stackato does on push, in a container of this machine: checks manifests, makes, inspects, compares and runs droplets.',
  license,
  bin: { 'cf-staging': 'cli.js' },
  engines: { node: engines.node },
  keywords,
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
execFileSync('npm', ['pack', '--silent', '--pack-destination', out], { cwd: folder, stdio: 'inherit' });
