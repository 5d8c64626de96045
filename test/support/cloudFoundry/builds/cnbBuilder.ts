// A builder for the lifecycle `cnb`: the phases of Cloud Native Buildpacks as the platform prints them, and a droplet with layers.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'tar';
import type { Builder } from './builds';

export const cnbBuilder: Builder = async ({ folder, droplet, lifecycle, log, signal }) => {
  const buildpacks = lifecycle.data.buildpacks ?? [];
  log.line('===> DETECTING');
  for (const name of buildpacks) log.line(`${name} 1.0.0`);
  log.line('===> RESTORING');
  log.line('===> BUILDING');
  for (const name of buildpacks) log.line(`[builder] ${name}: layers made`);
  signal.throwIfAborted();
  log.line('===> EXPORTING');
  const home = `${droplet}.work`;
  try {
    await mkdir(join(home, 'layers/config'), { recursive: true });
    await writeFile(join(home, 'layers/config/metadata.toml'), '[[processes]]\ntype = "web"\ncommand = ["./run"]\n');
    await rename(folder, join(home, 'workspace'));
    await create({ file: droplet, gzip: { level: 1 }, cwd: home, portable: true }, ['.']);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
  return {
    lifecycle_metadata: {
      detected_buildpack: '',
      buildpack_key: buildpacks.at(-1) ?? '',
      buildpacks: buildpacks.map((key) => ({ key, name: key, version: '1.0.0' })),
    },
    process_types: { web: './run' },
    execution_metadata: '',
  };
};
