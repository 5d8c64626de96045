// Bundles the programs of the extension: node esbuild.mjs [--watch] [--production] [--metafile]
import * as esbuild from 'esbuild';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const has = (flag) => process.argv.includes(flag);

/** dockerode brings BuildKit sessions (gRPC) and an ssh client along; neither is used, see client/src/staging/engines/docker/dockerEngine.ts. */
const unusedPartsOfDockerode = {
  name: 'unused-parts-of-dockerode',
  setup(build) {
    build.onResolve({ filter: /^(@grpc\/.*|protobufjs.*|ssh2|cpu-features)$/ }, (args) => ({
      path: args.path,
      namespace: 'unused',
    }));
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** A cluster's library is loaded by its first use, from a bundle of its own. Generated API classes and fetch are not used. */
const clusterLibrary = {
  name: 'cluster-library',
  setup(build) {
    build.onResolve({ filter: /^\.\/library$/ }, ({ kind, importer }) =>
      kind === 'dynamic-import' && /[\\/]kubernetes[\\/]/.test(importer)
        ? { path: './kubernetesLibrary.js', external: true }
        : undefined,
    );
    build.onResolve({ filter: /^(undici|\.\/gen\/index\.js)$/ }, ({ path, importer }) =>
      importer.includes('@kubernetes') ? { path, namespace: 'unused' } : undefined,
    );
  },
};

/** Names, versions and licences of all packages of which something is in the bundles: what their licences ask to go along. */
function thirdPartyNotices(outputs) {
  const inputs = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput ? path : [])),
  );
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  const notices = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => /^(licen[sc]e|copying|notice)/i.test(file));
    if (!license && !files.length) throw new Error(`${name} says nothing about its licence`);
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return [`${name} ${version}${license ? ` (${license})` : ''}`, ...texts].join('\n\n');
  });
  return `This extension contains parts of the following packages.\n\n${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** @type {esbuild.BuildOptions} */
const options = {
  entryPoints: {
    extension: 'client/src/extension.ts',
    languageClient: 'client/src/base/languageClient.ts',
    staging: 'client/src/staging/index.ts',
    foundation: 'client/src/staging/foundation/index.ts',
    cli: 'client/src/staging/cli/cli.ts',
    kubernetesLibrary: 'client/src/staging/engines/kubernetes/library.ts',
    server: 'server/src/main.ts',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // The engine is loaded with require: import() of a CommonJS file hides names in some hosts.
  supported: { 'dynamic-import': false },
  external: ['vscode', './staging.js', './foundation.js', './languageClient.js'],
  mainFields: ['module', 'main'],
  plugins: [unusedPartsOfDockerode, clusterLibrary],
  minify: has('--production'),
  sourcemap: has('--production') ? false : 'linked',
  metafile: has('--metafile') || has('--production'),
  logLevel: 'warning',
};

/** The page of the droplet report and of comparisons, which runs in a webview. @type {esbuild.BuildOptions} */
const page = {
  entryPoints: ['client/src/droplets/page/page.tsx', 'client/src/droplets/page/page.css'],
  outdir: 'dist',
  bundle: true,
  platform: 'browser',
  format: 'iife',
  target: 'chrome120',
  tsconfig: 'client/src/droplets/page/tsconfig.json',
  minify: options.minify,
  sourcemap: has('--production') ? false : 'inline',
  metafile: options.metafile,
  logLevel: 'warning',
};

/** What a browser without a machine runs: the extension and its language server, each in a web worker. @type {esbuild.BuildOptions} */
const web = {
  entryPoints: { extension: 'client/src/web/extension.ts', server: 'server/src/browser/main.ts' },
  outdir: 'dist/web',
  bundle: true,
  platform: 'browser',
  format: 'cjs',
  target: 'chrome120',
  external: ['vscode'],
  alias: {
    'node:path': 'path-browserify',
    'node:os': './server/src/browser/os.ts',
    'node:url': './server/src/browser/url.ts',
  },
  inject: ['server/src/browser/globals.ts'],
  minify: options.minify,
  sourcemap: has('--production') ? false : 'linked',
  metafile: options.metafile,
  logLevel: 'warning',
};

if (has('--watch')) {
  for (const one of [options, page, web]) await (await esbuild.context(one)).watch();
} else {
  const results = await Promise.all([options, page, web].map((one) => esbuild.build(one)));
  if (has('--metafile')) writeFileSync('dist/meta.json', JSON.stringify(results[0].metafile));
  if (has('--production'))
    writeFileSync(
      'dist/ThirdPartyNotices.txt',
      thirdPartyNotices(Object.assign({}, ...results.map(({ metafile }) => metafile.outputs))),
    );
}
