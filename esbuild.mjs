// Bundles the programs of the extension: node esbuild.mjs [--watch] [--production] [--metafile]
import * as esbuild from 'esbuild';
import { writeFileSync } from 'node:fs';

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

/** @type {esbuild.BuildOptions} */
const options = {
  entryPoints: {
    extension: 'client/src/extension.ts',
    languageClient: 'client/src/base/languageClient.ts',
    staging: 'client/src/staging/index.ts',
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
  external: ['vscode', './staging.js', './languageClient.js'],
  mainFields: ['module', 'main'],
  plugins: [unusedPartsOfDockerode, clusterLibrary],
  minify: has('--production'),
  sourcemap: has('--production') ? false : 'linked',
  metafile: has('--metafile'),
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
  logLevel: 'warning',
};

if (has('--watch')) {
  for (const one of [options, page]) await (await esbuild.context(one)).watch();
} else {
  const [result] = await Promise.all([esbuild.build(options), esbuild.build(page)]);
  if (result.metafile) writeFileSync('dist/meta.json', JSON.stringify(result.metafile));
}
