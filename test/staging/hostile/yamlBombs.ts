// YAML of a few lines that stands for more values than any memory holds, wherever we read YAML of others.
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { describeDroplet } from '../../../client/src/staging/analysis/dropletDescription';
import { Droplet } from '../../../client/src/staging/droplet/droplet';
import { resolveManifest } from '../../../server/src/manifest/resolve';
import { modern } from '../support/buildpacks';
import { packDroplet } from '../support/launch';
import { stageApp } from '../support/stageApp';
import type { Cell } from './cell';

const lines = Array.from({ length: 30 }, (_, i) => i);

/** `a0: &a0 [x, …]`, `a1: &a1 [*a0, …]`, …: each line stands for ten times as much as the one before. */
const aliases = lines
  .map(
    (i) =>
      `a${i}: &a${i} [${Array(10)
        .fill(i ? `*a${i - 1}` : 'x')
        .join(', ')}]`,
  )
  .join('\n');

const merges = lines
  .map((i) =>
    i
      ? `a${i}: &a${i} {<<: [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}], k${i}: 1}`
      : 'a0: &a0 {k0: 1}',
  )
  .join('\n');

const bombs = { 'aliases of aliases': aliases, 'merges of merges': merges, 'deep nesting': '['.repeat(100_000) };

const files = ['staging_info.yml', 'deps/0/launch.yml', 'deps/0/config.yml', 'app/Procfile'];

/** What `inspect` and the editor make of a droplet. */
export async function described(file: string): Promise<{ notes: string[] }> {
  const droplet = await Droplet.open(file);
  try {
    return JSON.parse(JSON.stringify(await describeDroplet(droplet))) as { notes: string[] };
  } finally {
    await droplet.close();
  }
}

const inDroplet = (kind: string, bomb: string, file: string): Cell => ({
  input: `a droplet whose ${file} has ${kind}`,
  holds: 'it is told, and the rest is shown',
  attempt: async () => {
    const { notes } = await described(packDroplet({ [file]: bomb }));
    // The reference ignores a config.yml that it cannot read.
    if (!file.endsWith('config.yml'))
      assert.ok(
        notes.some((note) => note.startsWith(file)),
        notes.join('\n'),
      );
  },
});

const manifests = {
  'manifest.yml': 'applications:\n- name: app\n  env:\n    X: *a29\n',
  'stackato.yml': 'name: app\nenv:\n  X: *a29\n',
};

const inManifest = (kind: string, bomb: string, name: keyof typeof manifests): Cell => ({
  input: `a ${name} with ${kind}`,
  holds: 'a problem says so',
  attempt: async () => {
    const { problems } = resolveManifest(`${bomb}\n${manifests[name]}`, pathToFileURL(`/app/${name}`).href, () => '');
    assert.match(problems.map(({ message }) => message).join('\n'), /aliases|nested|YAML/);
    await Promise.resolve();
  },
});

const inVariables = (kind: string, bomb: string): Cell => ({
  input: `a file of variables with ${kind}`,
  holds: 'is told not to be read',
  attempt: async () => {
    const text = 'applications:\n- name: app\n  env:\n    X: ((a29))\n';
    const options = { variablesFiles: ['/app/vars.yml'] };
    const { problems } = resolveManifest(text, 'file:///app/manifest.yml', () => bomb, options);
    assert.match(problems.map(({ message }) => message).join('\n'), /does not read the vars file/);
    await Promise.resolve();
  },
});

const written = { 'launch.yml': 'StagingError', 'config.yml': 'staged' } as const;

const byBuildpack = (kind: string, bomb: string, file: keyof typeof written): Cell => ({
  input: `a buildpack that writes ${kind} into ${file}`,
  holds: 'the staging ends as the platform’s does',
  ...(kind === 'aliases of aliases' ? {} : { full: true }),
  attempt: async (engine) => {
    const finalize = `cp $(dirname $0)/../bomb.yml $3/$4/${file}`;
    const bomber = modern({ finalize, files: { 'bomb.yml': bomb } });
    const { result } = await stageApp(engine, { buildpacks: { bomber }, order: ['bomber'] });
    assert.equal(result.outcome, written[file]);
  },
});

export const yamlCells: Cell[] = Object.entries(bombs).flatMap(([kind, bomb]) => [
  ...files.map((file) => inDroplet(kind, bomb, file)),
  ...(Object.keys(manifests) as (keyof typeof manifests)[]).map((name) => inManifest(kind, bomb, name)),
  inVariables(kind, bomb),
  ...(Object.keys(written) as (keyof typeof written)[]).map((file) => byBuildpack(kind, bomb, file)),
]);
