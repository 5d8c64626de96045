// cf-staging export: a runnable container image from a droplet.
import { resolve } from 'node:path';
import { findEngine } from '../engines/docker/discover';
import { exportDroplet } from '../run/export';
import { UsageError, pairs, parse } from './options';

export async function exportCommand(args: string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parse(
    args,
    {
      image: { type: 'string' },
      from: { type: 'string' },
      process: { type: 'string' },
      env: { type: 'string', multiple: true },
      engine: { type: 'string' },
      'docker-host': { type: 'string' },
      context: { type: 'string' },
    },
    { arguments: ['The droplet'] },
  );
  const image = values.image as string | undefined;
  if (!image) throw new UsageError('--image NAME:TAG is missing: the name of the image to make.');
  const engine = await findEngine({
    engine: values.engine as 'docker' | 'local' | undefined,
    dockerHost: values['docker-host'] as string | undefined,
    context: values.context as string | undefined,
  });
  try {
    await exportDroplet(
      {
        droplet: resolve(positionals[0]!),
        image,
        from: values.from as string | undefined,
        process: values.process as string | undefined,
        env: Object.fromEntries(pairs('env', values.env)),
        engine,
        log: (line) => process.stderr.write(`${line}\n`),
      },
      signal,
    );
  } finally {
    await engine.settle();
  }
  process.stdout.write(`Made the image ${image}. Try it: docker run --rm -p 8080:8080 ${image}\n`);
  return 0;
}
