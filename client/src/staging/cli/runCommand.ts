// cf-staging run: starts a droplet like the platform's launcher, passes the app's output through, ends with its status.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findEngine } from '../engines/docker/discover';
import { badInput } from '../report/failure';
import { runDroplet } from '../run/run';
import { megabytes } from '../memory';
import { UsageError, pairs, parse, positive } from './options';

export async function runCommand(args: string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parse(
    args,
    {
      port: { type: 'string' },
      process: { type: 'string' },
      command: { type: 'string' },
      env: { type: 'string', multiple: true },
      overlay: { type: 'string' },
      image: { type: 'string' },
      memory: { type: 'string' },
      network: { type: 'string' },
      'ca-file': { type: 'string', multiple: true },
      engine: { type: 'string' },
      'docker-host': { type: 'string' },
      context: { type: 'string' },
    },
    { arguments: ['The droplet'] },
  );
  const droplet = resolve(positionals[0]!);
  if (!existsSync(droplet))
    throw badInput(`The droplet ${droplet} does not exist. Stage the app first, or correct the path.`);
  const memoryMb = values.memory === undefined ? undefined : megabytes(values.memory as string, 'cloudfoundry');
  if (values.memory !== undefined && !memoryMb)
    throw new UsageError(`--memory needs a size such as 512M, but got “${String(values.memory)}”.`);
  const engine = await findEngine({
    engine: values.engine as 'docker' | 'local' | undefined,
    dockerHost: values['docker-host'] as string | undefined,
    context: values.context as string | undefined,
  });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  try {
    return await runDroplet(
      {
        droplet,
        engine,
        image: values.image as string | undefined,
        process: values.process as string | undefined,
        command: values.command as string | undefined,
        env: Object.fromEntries(pairs('env', values.env)),
        overlay: values.overlay === undefined ? undefined : resolve(values.overlay as string),
        port: positive('port', values.port),
        memoryMb,
        network: values.network as string | undefined,
        caFiles: ((values['ca-file'] ?? []) as string[]).map((file) => resolve(file)),
        onOutput: (chunk, stream) => void process[stream].write(chunk),
        onListening: (url) => say(`Listening at ${url}`),
        log: say,
      },
      signal,
    );
  } finally {
    await engine.settle();
  }
}
