// Starts droplets written down in a test.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../../client/src/staging/engines/engine';
import type { RunOptions } from '../../../client/src/staging/run/run';
import { runDroplet } from '../../../client/src/staging/run/run';
import { stackImage } from '../../setup/stackImage';
import type { Files } from './files';
import { temporaryFolder, writeFiles } from './files';

/** Packs a droplet as any platform would; `command` is that of staging_info.yml. */
export function packDroplet(files: Files, command?: string): string {
  const home = temporaryFolder('droplet');
  const tree = join(home, 'tree');
  for (const folder of ['app', 'deps', 'logs', 'tmp', 'profile.d']) mkdirSync(join(tree, folder), { recursive: true });
  const info = { detected_buildpack: 'Test', start_command: command };
  writeFiles(tree, { ...(command === undefined ? {} : { 'staging_info.yml': JSON.stringify(info) }), ...files });
  const file = join(home, 'droplet.tgz');
  execFileSync('tar', ['--owner=2000', '--group=2000', '--numeric-owner', '-czf', file, '-C', tree, '.']);
  return file;
}

export interface Launched {
  code: number;
  stdout: string;
  stderr: string;
  /** Both, as they came. */
  output: string;
  /** What we said ourselves, and what we warned of. */
  said: string;
  warnings: string;
}

/** Runs a droplet until it ends. `onOutput` gets all output so far and may stop it. */
export async function launch(
  engine: Engine,
  droplet: string,
  options: Partial<RunOptions> & {
    stopWhen?: (output: string) => boolean;
    onUrl?: (url: string, stop: () => void) => void;
    signal?: AbortSignal;
  } = {},
): Promise<Launched> {
  const { stopWhen, onUrl, signal, ...rest } = options;
  const stop = new AbortController();
  const launched: Launched = { code: -1, stdout: '', stderr: '', output: '', said: '', warnings: '' };
  launched.code = await runDroplet(
    {
      droplet,
      engine,
      image: stackImage,
      onOutput(chunk, stream) {
        launched[stream] += chunk.toString();
        launched.output += chunk.toString();
        if (stopWhen?.(launched.output)) stop.abort();
      },
      onListening: (url) => onUrl?.(url, () => stop.abort()),
      log: (line) => (launched.said += `${line}\n`),
      warn: ({ message }) => (launched.warnings += `${message}\n`),
      ...rest,
    },
    signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
  );
  return launched;
}
