// Files into a pod and out of it: tar at both ends of an exec.
import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { EngineError } from '../engine';
import type { Exec, Exit } from '../engine';
import { rootEnvironment } from '../rootEnvironment';

type Run = (command: Exec, signal?: AbortSignal) => Promise<Exit>;

const asRoot = { user: 'root', cwd: '/', env: rootEnvironment };
const noSuchFile = 44;

/** Unpacks at `/`; compressed on the way. Where `keepsOwners` is false all becomes the unpacking user's, and what is there stays as it is. */
export async function putFiles(run: Run, tar: Readable, keepsOwners: boolean, signal?: AbortSignal): Promise<void> {
  let said = '';
  const input = new PassThrough();
  const feeding = pipeline(tar, createGzip({ level: 1 }), input);
  feeding.catch(() => {});
  const owners = keepsOwners ? '--same-owner' : '--no-same-owner --skip-old-files';
  const unpack = `gzip -dc | tar -xp ${owners} --numeric-owner -P -C / -f - --warning=no-timestamp`;
  // A source that fails fails the program's input, which ends the program.
  const exit = await run(
    {
      ...asRoot,
      argv: ['sh', '-c', unpack],
      stdin: input,
      onStdout: (chunk) => (said = (said + chunk.toString()).slice(-2000)),
    },
    signal,
  ).catch(async (error) => {
    tar.destroy();
    signal?.throwIfAborted();
    await feeding;
    throw error;
  });
  await feeding;
  if (exit.code === 0) return;
  const why = said.trim() || `tar ended with ${exit.code}`;
  throw new EngineError('Failed', `Files cannot be copied into the pod: ${why}`);
}

/** A file or folder as a tar stream. Throws EngineError `NotFound`. */
export async function getFiles(run: Run, path: string): Promise<Readable> {
  const output = new PassThrough();
  output.on('error', () => {}); // also rejected below, or seen by whoever reads
  const script = `[ -e "$1" ] || [ -L "$1" ] || exit ${noSuchFile}; cd "$(dirname "$1")" && exec tar -c "$(basename "$1")"`;
  let said = '';
  const ran = run({
    ...asRoot,
    argv: ['sh', '-c', script, 'sh', path],
    stdout: output,
    onStderr: (chunk) => (said = (said + chunk.toString()).slice(-2000)),
  });
  const checked = ran.then(({ code }) => {
    if (code === noSuchFile) throw new EngineError('NotFound', `There is no ${path} in the pod.`);
    if (code !== 0) throw new EngineError('Failed', `${path} cannot be read from the pod: ${said.trim()}`);
  });
  checked.catch((error: Error) => output.destroy(error));
  const begun = new Promise<void>((resolve) => output.once('readable', resolve));
  await Promise.race([begun.then(() => (output.readableLength ? undefined : checked)), checked]);
  return output;
}
