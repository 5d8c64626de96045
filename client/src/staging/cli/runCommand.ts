// cf-staging run: starts a droplet like the platform's launcher, passes the app's output through, ends with its status.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findEngine } from '../engines/docker/discover';
import { badInput } from '../report/failure';
import { runDroplet } from '../run/run';
import { megabytesOnAny } from '../../../../server/src/base/sizes';
import { assertFiles } from './commandLine';
import type { Parsed } from './commandLine';

export async function runCommand({ values, positionals }: Parsed, signal: AbortSignal): Promise<number> {
  const droplet = resolve(positionals[0]!);
  if (!existsSync(droplet))
    throw badInput(`The droplet ${droplet} does not exist. Stage the app first, or correct the path.`);
  assertFiles(values);
  const engine = await findEngine(values);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  try {
    return await runDroplet(
      {
        ...values,
        droplet,
        engine,
        memoryMb: values.memory === undefined ? undefined : megabytesOnAny(values.memory),
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
