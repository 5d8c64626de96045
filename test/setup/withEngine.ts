// withEngine.ts COMMAND …ARGS: runs a command while a Docker engine with the stack image of the tests is there.
import { spawn } from 'node:child_process';
import { ensureEngine } from './engine';
import { ensureStackImage } from './stackImage';
import { step } from './steps';

void main();

async function main(): Promise<void> {
  const [command = '', ...args] = process.argv.slice(2);
  const engine = await step('engine', ensureEngine);
  if (!engine || !(await step('stack image', ensureStackImage))) process.exit(1);
  const code = await new Promise<number>((done) => {
    spawn(command, args, { stdio: 'inherit' }).on('exit', (status) => done(status ?? 1));
  });
  await engine.stop();
  process.exit(code);
}
