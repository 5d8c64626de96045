// The floors of the house: a folder imports only from folders below it, types included. `npm run floors` draws them into CONTRIBUTING.md.

/** From the roof down: folder, and what is on that floor. */
export const floors = [
  ['client/src/web', 'the editor in a browser without a machine: language features alone'],
  ['client/src', 'the editor: extension, commands, lenses, agent tools'],
  ['client/src/droplets', 'droplets: view, files, compare, run'],
  ['client/src/droplets/page', 'the page of the droplet report and of comparisons, in a webview'],
  ['client/src/stage', 'Stage App: plan, task, terminal, problems, history'],
  ['client/src/target', 'the Cloud Foundry that the user is logged in to: status, manifest preview'],
  ['client/src/base', 'language client, settings, what loads the engine'],
  ['client/src/staging/cli', 'the command line'],
  ['client/src/staging', 'the engine’s face: from a manifest and settings to a request'],
  ['client/src/staging/fleet', 'many stagings: the matrix, its results, reports and comparison'],
  ['client/src/staging/rounds', 'one application staged again and again: what can differ, what differed'],
  ['client/src/staging/run', 'run and export a droplet'],
  ['client/src/staging/stage/foundation', 'one staging on a Cloud Foundry'],
  ['client/src/staging/stage', 'one staging from request to result'],
  ['client/src/staging/engines/docker', 'Docker and Podman'],
  ['client/src/staging/engines/kubernetes', 'pods of a Kubernetes cluster'],
  ['client/src/staging/platforms', 'Cloud Foundry and Stackato: environment, launcher, paths'],
  ['client/src/staging/analysis', 'what a droplet is, what takes its space, what differs between two'],
  ['client/src/staging/droplet', 'read a droplet'],
  ['client/src/staging/lifecycle', 'detect, supply, finalize, compile, release, hooks, package'],
  ['client/src/staging/buildpacks', 'from a reference to a folder'],
  ['client/src/staging/engines', 'what an engine is; the local one'],
  ['client/src/staging/foundation', 'a Cloud Foundry: login, API v3, packages, builds, logs, droplets'],
  ['client/src/staging/files', 'archives in and out, ignore files, outputs'],
  ['client/src/staging/formats', 'Procfile, launch.yml, staging_info.yml, labels'],
  ['client/src/staging/causes', 'what made a script fail, found in its output while it streams'],
  ['client/src/staging/causes/tables', 'patterns of failures, by family of tools'],
  ['client/src/staging/plan', 'what is to be staged: choice and questions, for editor and command line alike'],
  ['client/src/staging/report', 'events, failures, log lines, units'],
  ['server/src/browser', 'the language server in a web worker'],
  ['server/src', 'the language server: connection, schedule'],
  ['server/src/features', 'one language feature per file'],
  ['server/src/features/completion', 'completion'],
  ['server/src/features/stackato', 'what only Stackato has: hooks, substitutions, conversion'],
  ['server/src/features/common', 'what several features ask of a document'],
  ['server/src/fixes', 'quick fixes'],
  ['server/src/session', 'open documents, settings'],
  ['server/src/manifest', 'which dialect a file is; the one table that knows both'],
  ['server/src/stackato/rules', 'rules of Stackato'],
  ['server/src/stackato/formats', 'value grammars of Stackato'],
  ['server/src/stackato', 'the dialect Stackato'],
  ['server/src/stackato/hooks', 'hooks and the scripts they call'],
  ['server/src/cloudfoundry/rules', 'rules of Cloud Foundry'],
  ['server/src/cloudfoundry/formats', 'value grammars of Cloud Foundry'],
  ['server/src/cloudfoundry', 'the dialect Cloud Foundry'],
  ['server/src/checks', 'checks of both dialects, and the shape of a rule'],
  ['server/src/buildpacks', 'buildpack references and repositories'],
  ['server/src/schema', 'interprets the schemas'],
  ['server/src/yaml', 'text → tree with offsets'],
  ['server/src/base', 'ground: words, sizes, files, the protocol'],
];

/** Passages that the order of the floors would allow and the architecture does not. */
const walls = [
  {
    name: 'server-knows-no-client',
    from: { path: '^server/' },
    to: { path: '^client/' },
  },
  {
    name: 'client-sees-only-the-ground-of-the-server',
    from: { path: '^client/src/', pathNot: '^client/src/staging/' },
    to: { path: '^server/src/', pathNot: '^server/src/base/' },
  },
  {
    name: 'engine-sees-only-the-ground-of-the-server',
    from: { path: '^client/src/staging/', pathNot: '^client/src/staging/cli/' },
    to: {
      path: '^server/src/',
      pathNot: '^server/src/(base|yaml)/|^server/src/buildpacks/(reference|known|gitRefs|archive)\\.ts$',
    },
  },
  {
    name: 'editor-loads-the-engine-late',
    comment:
      'Only types and the ground of the engine may become part of dist/extension.js; the rest comes with loadStaging().',
    from: { path: '^client/src/', pathNot: '^client/src/staging/' },
    to: {
      path: '^client/src/staging/',
      pathNot:
        '^client/src/staging/(report|plan)/|^client/src/staging/(droplet/resolveLinks|analysis/(differences|sizeTree))\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  },
];

const inside = (folder) => `^${folder}/[^/]+$`;

/** One rule per floor: nothing of the floors above. */
const upstairs = floors.slice(1).map(([folder], index) => ({
  name: `no-way-upstairs-from-${folder}`,
  comment: 'A folder imports only from folders below it (CONTRIBUTING.md, "Floors").',
  from: { path: inside(folder) },
  to: { path: floors.slice(0, index + 1).map(([above]) => inside(above)) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circles', from: {}, to: { circular: true } },
    {
      name: 'every-folder-has-a-floor',
      from: { path: '^(client|server)/src/', pathNot: floors.map(([folder]) => inside(folder)) },
      to: {},
    },
    ...upstairs,
    ...walls,
  ].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(client|server|schemas)/',
  },
};
