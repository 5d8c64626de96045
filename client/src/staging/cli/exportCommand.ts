// cf-staging export: a runnable container image from a droplet.
import { resolve } from 'node:path';
import { findEngine } from '../findEngine';
import { harmless } from '../report/harmless';
import { exportDroplet } from '../run/export';
import type { Parsed } from './commandLine';
import { UsageError } from './optionKinds';

export async function exportCommand({ values, positionals }: Parsed, signal: AbortSignal): Promise<number> {
  const { tag: image } = values;
  if (!image) throw new UsageError('--image NAME:TAG is missing: the name of the image to make.');
  const engine = await findEngine(values, signal);
  try {
    await exportDroplet(
      {
        ...values,
        droplet: resolve(positionals[0]!),
        image,
        engine,
        log: (line) => process.stderr.write(`${harmless(line)}\n`),
      },
      signal,
    );
  } finally {
    await engine.settle();
  }
  process.stdout.write(`Made the image ${image}. Try it: docker run --rm -p 8080:8080 ${image}\n`);
  return 0;
}
