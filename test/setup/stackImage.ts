// The stack image of the tests: a small Debian with what buildpacks expect of a stack.
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, canInstall, debianMirror, Missing, run, which } from './machine';

/** Tests and benches name the image by this. */
export const stackImage = process.env.CF_STAGING_TEST_IMAGE ?? 'cf-staging-stack:bookworm';

const release = 'bookworm';
const packages = ['ca-certificates', 'curl', 'file', 'git', 'openssl', 'procps', 'unzip', 'xz-utils', 'zip'];
/** Stands in a label of the image: an image made by another recipe is made anew. */
const recipe = createHash('sha256')
  .update(JSON.stringify([release, packages]))
  .digest('hex')
  .slice(0, 12);

/** Throws Missing where there is no way to make the image. Needs a running engine. */
export async function ensureStackImage(): Promise<string> {
  if (process.env.CF_STAGING_TEST_IMAGE) return `${stackImage}, as CF_STAGING_TEST_IMAGE says`;
  const label = await run('docker', [
    'image',
    'inspect',
    '--format',
    '{{index .Config.Labels "recipe"}}',
    stackImage,
  ]).catch(() => '');
  if (label === recipe) return `${stackImage} is there already`;
  if (canInstall) await debootstrap();
  else await build();
  return `${stackImage} made, ${await run('docker', ['image', 'inspect', '--format', '{{.Size}}', stackImage]).then((n) => Math.round(Number(n) / 1e6))} MB`;
}

/** The stack with Debian's Java and Tomcat, made when a test first asks for it; from the cache of the engine afterwards. */
export async function ensureJavaImage(): Promise<string> {
  const image = 'cf-staging-java:bookworm';
  const java = ['openjdk-17-jre-headless', 'tomcat10-common', 'libecj-java'];
  const lines = [
    `FROM ${stackImage}`,
    `RUN apt-get update && apt-get install -y --no-install-recommends ${java.join(' ')} && rm -rf /var/lib/apt/lists/*`,
  ];
  await pipe(['printf', '%s\\n', ...lines], ['docker', 'build', '--tag', image, '-']);
  return image;
}

/** Brings the stack image to another engine, unless it is there: `host` as in DOCKER_HOST. */
export async function copyStackImage(host: string): Promise<void> {
  const label = ['image', 'inspect', '--format', '{{index .Config.Labels "recipe"}}', stackImage];
  const [here, there] = await Promise.all([
    run('docker', label),
    run('docker', ['-H', host, ...label]).catch(() => ''),
  ]);
  if (there && there === here) return;
  await pipe(['docker', 'save', stackImage], ['docker', '-H', host, 'load']);
}

/** From Debian's packages alone, without any registry of images. */
async function debootstrap(): Promise<void> {
  if (!which('debootstrap')) await aptInstall(['debootstrap', 'debian-archive-keyring']);
  const folder = mkdtempSync(join(tmpdir(), 'stack-image-'));
  chmodSync(folder, 0o755); // becomes that of `/`
  try {
    const mirror = debianMirror();
    await run('debootstrap', [
      '--variant=minbase',
      `--include=${packages.join(',')}`,
      release,
      folder,
      ...(mirror ? [mirror] : []),
    ]);
    const changes = ['LABEL recipe=' + recipe, 'CMD ["/bin/bash"]'].flatMap((change) => ['--change', change]);
    const left = ['./dev/*', './proc/*', './sys/*', './var/cache/apt/*', './var/lib/apt/lists/*'].map(
      (path) => `--exclude=${path}`,
    );
    await pipe(['tar', '-C', folder, ...left, '-c', '.'], ['docker', 'import', ...changes, '-', stackImage]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Elsewhere: on top of Debian's image from the registry the engine knows. */
async function build(): Promise<void> {
  const lines = [
    `FROM debian:${release}-slim`,
    `RUN apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')} && rm -rf /var/lib/apt/lists/*`,
    `LABEL recipe=${recipe}`,
  ];
  await pipe(['printf', '%s\\n', ...lines], ['docker', 'build', '--tag', stackImage, '-']).catch((error: Error) => {
    throw new Missing(`the stack image cannot be built: ${error.message}`);
  });
}

/** Runs two programs, the output of the first being the input of the second. */
function pipe([from = '', ...fromArgs]: string[], [to = '', ...toArgs]: string[]): Promise<void> {
  return new Promise((done, failed) => {
    const source = spawn(from, fromArgs, { stdio: ['ignore', 'pipe', 'inherit'] });
    const target = spawn(to, toArgs, { stdio: ['pipe', 'ignore', 'pipe'] });
    source.stdout.pipe(target.stdin);
    let words = '';
    target.stderr.on('data', (chunk: Buffer) => (words += chunk));
    target.stdin.on('error', () => {}); // it ended early: its status tells
    source.on('error', failed);
    target.on('error', failed);
    let sourceStatus: number | null = null;
    source.on('exit', (code) => (sourceStatus = code));
    target.on('close', (code) =>
      code === 0 && !sourceStatus ? done() : failed(new Error(`${to} ended with status ${code}: ${words.trim()}`)),
    );
  });
}
