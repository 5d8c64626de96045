// A builder that makes a droplet of the app's files at once, for tests that are not about buildpacks.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'tar';
import type { Builder } from './builds';

export const fastBuilder =
  (pace: number): Builder =>
  async ({ folder, droplet, lifecycle, log, signal }) => {
    const key = lifecycle.data.buildpacks?.at(-1) ?? 'fast_buildpack';
    log.line('-----> Fast Buildpack version 1.0.0');
    await new Promise((later) => setTimeout(later, pace));
    signal.throwIfAborted();
    const home = `${droplet}.work`;
    try {
      for (const name of ['deps', 'logs', 'profile.d', 'tmp']) await mkdir(join(home, name), { recursive: true });
      await rename(folder, join(home, 'app'));
      const result = {
        lifecycle_metadata: {
          detected_buildpack: 'Fast',
          buildpack_key: key,
          buildpacks: [{ key, name: 'fast', version: '1.0.0' }],
        },
        process_types: { web: './run' },
        execution_metadata: '',
      };
      const info = { detected_buildpack: 'Fast', start_command: './run', config: { entrypoint_prefix: '' } };
      await writeFile(join(home, 'staging_info.yml'), JSON.stringify(info));
      await create({ file: droplet, gzip: { level: 1 }, cwd: home, portable: true }, ['.']);
      log.line('       Ready');
      return result;
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  };
