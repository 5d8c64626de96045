// What the machine has, and how to get what it lacks.
import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export const root = resolve(__dirname, '../..');

/** Where everything has to run and nothing may be skipped. */
export const ci = process.env.CI === 'true';

/** Thrown by what cannot be had on this machine; the reason tells the user what is missing. */
export class Missing extends Error {}

/** Path of a program on PATH. */
export function which(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

/** Runs a program quietly and returns what it printed. Throws with its last words when it fails. */
export function run(
  command: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let all = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
      all += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => (all += chunk));
    child.on('error', failed);
    child.on('close', (code, signal) => {
      if (code === 0) done(out.trim());
      else
        failed(
          new Error(
            `${command} ${args.join(' ')} ended with ${signal ?? `status ${code}`}:\n${all.trim().split('\n').slice(-15).join('\n')}`,
          ),
        );
    });
  });
}

/** Whether the program runs and succeeds. */
export const succeeds = (command: string, args: string[]): Promise<boolean> =>
  run(command, args).then(
    () => true,
    () => false,
  );

/** Debian and Ubuntu, as root: the only place where this project installs anything outside its own folder. */
export const canInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

let apt: Promise<unknown> = Promise.resolve();
let lists: Promise<string> | undefined;

/** Installs Debian packages, one call after the other because apt has one lock. Names the archive does not know are left out. */
export function aptInstall(names: string[]): Promise<void> {
  const install = async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await (lists ??= run('apt-get', ['update', '--quiet'], { env }));
    const known = (await run('apt-cache', ['pkgnames'])).split('\n');
    const available = new Set(known);
    const wanted = names.filter((name) => available.has(name));
    await run('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...wanted], { env });
  };
  const result = apt.then(install);
  apt = result.catch(() => {});
  return result;
}

/** The authorities this machine trusts, as one PEM file. Containers need them where a proxy signs TLS anew. */
export function caFile(): string | undefined {
  const { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE } = process.env;
  return [NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, '/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt']
    .filter((file) => file !== undefined)
    .find((file) => existsSync(file));
}

/** Debian's mirror as this machine has it configured; undefined elsewhere, also on Ubuntu. */
export function debianMirror(): string | undefined {
  const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  if (!/^ID=debian$/m.test(read('/etc/os-release'))) return undefined;
  const sources = read('/etc/apt/sources.list.d/debian.sources') + read('/etc/apt/sources.list');
  return /^(?:URIs:|deb)\s+(?:\[.*?\]\s+)?(http\S+\/debian\/?)(?=\s|$)/m.exec(sources)?.[1];
}

/** Address of the npm registry that this machine uses, for buildpacks that download from it. */
export const npmRegistry = (): string =>
  execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
