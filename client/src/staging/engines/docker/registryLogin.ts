// Credentials for a registry, as `docker login` and `podman login` leave them: in a file, or with a helper program that is asked.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { configFolder } from './dockerContext';

/** What an engine is told, in the header X-Registry-Auth. */
export interface RegistryLogin {
  serveraddress: string;
  username?: string;
  password?: string;
  /** Instead of a password, of registries that sign in through a browser. */
  identitytoken?: string;
}

interface AuthFile {
  auths?: Record<string, { auth?: string; identitytoken?: string; username?: string; password?: string }>;
  /** Helper of all registries: `desktop` → the program docker-credential-desktop. */
  credsStore?: string;
  /** Helpers of single registries. */
  credHelpers?: Record<string, string>;
}

const dockerHub = 'https://index.docker.io/v1/';
/** A helper that wants to ask somebody something waits for ever. */
const helperMs = 10_000;

/** `registry.example.com:5000/team/stack:1` → `registry.example.com:5000`; Docker Hub is named as `docker login` names it. */
export function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return !isHost || first === 'docker.io' || first === 'index.docker.io' ? dockerHub : first;
}

/** Undefined where nobody has logged in; also where a helper fails, for the image may be public. Files in the order of their right. */
export async function registryLogin(
  image: string,
  env: NodeJS.ProcessEnv = process.env,
  home = homedir(),
): Promise<RegistryLogin | undefined> {
  const registry = registryOf(image);
  const podman = [
    ...(env.REGISTRY_AUTH_FILE ? [env.REGISTRY_AUTH_FILE] : []),
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'containers', 'auth.json')] : []),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'containers', 'auth.json'),
  ];
  for (const file of [join(configFolder(env, home), 'config.json'), ...podman]) {
    const login = await loginIn(await read(file), registry, env);
    if (login) return login;
  }
  return undefined;
}

async function loginIn(file: AuthFile, registry: string, env: NodeJS.ProcessEnv): Promise<RegistryLogin | undefined> {
  const names = namesOf(registry);
  const helper = names.map((name) => file.credHelpers?.[name]).find(Boolean) ?? file.credsStore;
  for (const name of helper ? names : []) {
    const login = await askHelper(helper!, name, env);
    if (login) return { serveraddress: registry, ...login };
  }
  const entry = Object.entries(file.auths ?? {}).find(
    ([name]) => names.includes(bare(name)) || names.includes(name),
  )?.[1];
  if (!entry) return undefined;
  // `auth` is user:password in base64.
  const [, username = entry.username, password = entry.password] =
    /^([^:]*):(.*)$/s.exec(
      Buffer.from(entry.auth ?? '', 'base64')
        .toString()
        .replace(/\0+$/, ''),
    ) ?? [];
  if (entry.identitytoken) return { serveraddress: registry, identitytoken: entry.identitytoken };
  return username ? { serveraddress: registry, username, password } : undefined;
}

/** How files and helpers may call it. */
const namesOf = (registry: string): string[] =>
  registry === dockerHub ? [dockerHub, 'index.docker.io', 'docker.io'] : [registry, `https://${registry}`];

/** `https://registry.example.com/v2/` → `registry.example.com` */
const bare = (name: string) => name.replace(/^https?:\/\//, '').replace(/\/.*$/, '');

/** The protocol of docker's credential helpers: the registry on standard input, JSON on standard output. */
async function askHelper(
  helper: string,
  registry: string,
  env: NodeJS.ProcessEnv,
): Promise<Omit<RegistryLogin, 'serveraddress'> | undefined> {
  if (!/^[\w.-]+$/.test(helper)) return undefined; // a name, never a path
  const out = await new Promise<string>((resolve) => {
    const child = execFile(`docker-credential-${helper}`, ['get'], { env, timeout: helperMs }, (error, stdout) =>
      resolve(error ? '' : stdout),
    );
    child.stdin?.on('error', () => {}).end(registry);
  });
  try {
    const { Username: username, Secret: secret } = JSON.parse(out) as { Username?: string; Secret?: string };
    if (!secret) return undefined;
    return username === '<token>' ? { identitytoken: secret } : { username, password: secret };
  } catch {
    return undefined;
  }
}

async function read(file: string): Promise<AuthFile> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as AuthFile | null) ?? {};
  } catch {
    return {};
  }
}
