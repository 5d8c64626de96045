// npm run demo [-- hello | express | site]: stages a sample app, runs its droplet, fetches its page, and leaves nothing behind.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caFile, npmRegistry, root, run, succeeds } from './machine';
import { sampleWorkspace } from './sampleWorkspace';
import { ensureStackImage, stackImage } from './stackImage';
import { step } from './steps';

const cli = join(root, 'dist/cli.js');
const app = process.argv[2] ?? 'hello';
const folder = join(sampleWorkspace, app);
const temporary = mkdtempSync(join(tmpdir(), 'demo-'));
const droplet = join(temporary, `${app}.droplet.tgz`);

void main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(`\nThe demo failed: ${error.message}`);
    process.exit(1);
  },
);
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
process.on('SIGINT', () => {}); // the command that runs gets it too, cleans up and ends, and so do we

async function main(): Promise<void> {
  if (!existsSync(folder)) throw new Error(`there is no sample app ${app} in ${sampleWorkspace}.`);
  console.log('Setup');
  await step('build', async () => (await run(process.execPath, ['esbuild.mjs'], { cwd: root })) || 'the bundles');
  const docker = (await succeeds('docker', ['info'])) && (await step('stack image', ensureStackImage));
  const engine = docker ? ['--engine', 'docker', '--image', stackImage] : ['--engine', 'local'];
  const certificates = caFile();
  const trust = certificates && docker ? ['--ca-file', certificates] : [];
  const where = docker
    ? 'in a Docker container'
    : 'without a container, because no Docker engine with a stack image was found: the buildpack runs as you, without isolation';

  heading(`Staging ${app} ${where}`);
  const registry = app === 'express' ? ['--env', `NPM_REGISTRY=${npmRegistry()}`] : [];
  await passThrough(['stage', folder, ...engine, ...trust, ...registry, '--droplet', droplet, '--no-cache']);

  heading('What is in the droplet');
  console.log(shortTree(await run(process.execPath, [cli, 'inspect', droplet])));

  heading('Running the droplet');
  await runAndFetch(['run', droplet, ...engine]);

  heading('Done');
  const other = app === 'express' ? 'site' : 'express';
  console.log(`The container and the droplet are gone. Try "npm run demo -- ${other}", or "npm start" for the editor.`);
}

const heading = (text: string) => console.log(`\n${text}\n`);

/** Lines of `inspect` as they are, without entries far down when there are many. */
function shortTree(text: string): string {
  const lines = text.split('\n');
  const deep = (line: string) => /^[-dlh][-rwxsStT]{9} .* \d\d:\d\d {2}(?:[^/]+\/){2}[^/]/.test(line);
  const hidden = lines.length > 60 ? lines.filter(deep).length : 0;
  return hidden
    ? [...lines.filter((line) => !deep(line)), `(${hidden} entries further down are not shown)`].join('\n')
    : text;
}

/** Runs a command of the CLI in this terminal. */
function passThrough(args: string[]): Promise<void> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: temporary, stdio: 'inherit' });
  return new Promise((done, failed) => {
    child.on('exit', (code) =>
      code === 0 ? done() : failed(new Error(`cf-staging ${args[0]} ended with status ${code}.`)),
    );
  });
}

/** Runs the droplet until its page was fetched. */
function runAndFetch(args: string[]): Promise<void> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: temporary, stdio: ['ignore', 'inherit', 'pipe'] });
  return new Promise((done, failed) => {
    let fetched: Promise<void> | undefined;
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      said += chunk;
      const url = /Listening at (\S+)\n/.exec(said)?.[1];
      if (!url || fetched) return;
      fetched = showPage(url);
      void fetched.catch(() => {}).then(() => child.kill('SIGINT'));
    });
    child.on('exit', (code) => {
      if (fetched) fetched.then(done, failed);
      else failed(new Error(`the app ended with status ${code} before it listened.`));
    });
  });
}

async function showPage(url: string): Promise<void> {
  const response = await fetch(url);
  const text = await response.text();
  console.log(`\nGET ${url} → ${response.status} ${response.statusText}\n\n${text.trim()}\n`);
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
}
